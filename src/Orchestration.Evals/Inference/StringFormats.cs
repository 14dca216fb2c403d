using System.Text;
using System.Text.Json;
using NJsonSchema;
using NJsonSchema.Generation;
using JsonSchema = Orchestration.Schemas.JsonSchema;
using JsonSchemaOptions = Orchestration.Schemas.JsonSchemaOptions;

namespace Orchestration.Evals.Inference;

/// <summary>Tells the format that all strings of a place have. NJsonSchema's generator proposes it from one of them; our validator judges it on all.</summary>
internal sealed class StringFormats
{
    // A text that is longer is none of those below; and the generator's patterns are not bounded in time.
    private const int MaxLength = 64;

    // To the generator a day's first second is a date, and a date any ten digits like one. It does not know ids and addresses, which no other text looks like.
    private static readonly string[] Times = ["date-time", "date"];
    private static readonly string[] Others = ["uuid", "email"];

    private readonly SampleJsonSchemaGenerator _generator = new();
    private readonly Dictionary<string, JsonSchema> _judges = Times.Concat(Others).ToDictionary(
        static format => format,
        static format => JsonSchema.Parse($$"""{"format":"{{format}}"}""", new JsonSchemaOptions { AssertFormats = true }),
        StringComparer.Ordinal);

    /// <param name="texts">At least one.</param>
    public string? Of(IReadOnlyCollection<string> texts)
    {
        var documents = texts.Select(ToJson).ToList();
        return texts.Any(static text => text.Length > MaxLength) ? null
            : Proposals(documents[0]).FirstOrDefault(format => documents.TrueForAll(document => _judges[format].IsValid(document)));
    }

    private string[] Proposals(byte[] document) =>
        _generator.Generate(Encoding.UTF8.GetString(document)).Format is JsonFormatStrings.DateTime or JsonFormatStrings.Date ? Times : Others;

    private static byte[] ToJson(string text) => [(byte)'"', .. JsonEncodedText.Encode(text).EncodedUtf8Bytes, (byte)'"'];
}
