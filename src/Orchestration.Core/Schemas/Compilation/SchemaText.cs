using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Orchestration.Schemas.Compilation;

/// <summary>Reads the text of schemas, and says when it is beyond what a schema may be.</summary>
internal static class SchemaText
{
    /// <summary>The most bytes of a document.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The most JSON values of a schema with all the documents it refers to.</summary>
    public const int MaxValues = 100_000;

    public const string DeeperThanTheStack = "the schema is nested deeper than the stack of this thread reaches. Use $defs and $ref, or a thread with a larger stack.";

    // As in a document: exact arithmetic takes the square of it, for each value that is compared.
    private const int MaxExponentCharacters = 1_000;

    // Each subschema is known by its pointer: very long names over very many subschemas would fill the memory.
    private const int MaxPointerCharacters = 32 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] ToUtf8(string json, string path)
    {
        try
        {
            return Strict.GetBytes(json);
        }
        catch (EncoderFallbackException e)
        {
            throw new JsonSchemaException(path, $"the text has half of a surrogate pair at character {e.Index}.", e);
        }
    }

    /// <param name="utf8Json">The text. Must not change afterwards.</param>
    /// <param name="path">What to call the document in an error.</param>
    public static JsonElement Parse(byte[] utf8Json, string path)
    {
        if (utf8Json.Length > MaxBytes)
        {
            throw new JsonSchemaException(path, $"the text has {utf8Json.Length:N0} bytes; a schema has at most {MaxBytes:N0}.");
        }

        try
        {
            return JsonElement.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = 1001 });
        }
        catch (JsonException e)
        {
            throw new JsonSchemaException(path, $"the text is no JSON: {e.Message}", e);
        }
    }

    /// <summary>Checks depth, double names and broken strings.</summary>
    /// <param name="document">What to check.</param>
    /// <param name="maxDepth">How deep values may be nested.</param>
    /// <param name="maxValues">How many there may be.</param>
    /// <returns>How many values it has.</returns>
    public static int Check(SchemaDocument document, int maxDepth, int maxValues)
    {
        var walk = new Walk(document, maxDepth, maxValues);
        walk.Visit(document.Root, string.Empty, depth: 0);
        return walk.Values;
    }

    private sealed class Walk(SchemaDocument document, int maxDepth, int maxValues)
    {
        private long _characters;

        public int Values { get; private set; }

        public void Visit(JsonElement json, string pointer, int depth)
        {
            _characters += pointer.Length;
            if (++Values > maxValues || _characters > MaxPointerCharacters)
            {
                throw Error(string.Empty, $"there are more than {MaxValues:N0} JSON values, or their names are too long; split the schema or make it smaller.");
            }

            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                throw Error(pointer, DeeperThanTheStack);
            }

            switch (json.ValueKind)
            {
                case JsonValueKind.String when TextOf(json) is null:
                    throw Error(pointer, "a string has half of a surrogate pair, or bytes that are no UTF-8.");
                case JsonValueKind.Number when HasLongExponent(json):
                    throw Error(pointer, $"the number has an exponent of more than {MaxExponentCharacters:N0} characters.");
                case JsonValueKind.Object or JsonValueKind.Array when depth == maxDepth:
                    throw Error(pointer, $"the schema is nested deeper than {maxDepth} levels. Use $defs and $ref, or raise JsonSchemaOptions.MaxDepth.");
                case JsonValueKind.Array:
                    var i = 0;
                    foreach (var item in json.EnumerateArray())
                    {
                        Visit(item, $"{pointer}/{i++}", depth + 1);
                    }

                    break;
                case JsonValueKind.Object:
                    VisitMembers(json, pointer, depth);
                    break;
                default:
                    break;
            }
        }

        private void VisitMembers(JsonElement json, string pointer, int depth)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in json.EnumerateObject())
            {
                var name = NameOf(member) ?? throw Error(pointer, "a name has half of a surrogate pair, or bytes that are no UTF-8.");
                var place = $"{pointer}/{JsonPointer.Escape(name)}";
                if (!names.Add(name))
                {
                    throw Error(place, "the name is there twice: only one of the two would count. Remove one.");
                }

                Visit(member.Value, place, depth + 1);
            }
        }

        private static bool HasLongExponent(JsonElement number)
        {
            var text = JsonMarshal.GetRawUtf8Value(number);
            return text.Length > MaxExponentCharacters && text.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var exponent && text.Length - exponent > MaxExponentCharacters;
        }

        private static string? TextOf(JsonElement json)
        {
            try
            {
                return json.GetString();
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }

        private static string? NameOf(JsonProperty member)
        {
            try
            {
                return member.Name;
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }

        private JsonSchemaException Error(string pointer, string problem) => new(document.IsGiven ? pointer : $"{document.Address}#{pointer}", problem);
    }
}
