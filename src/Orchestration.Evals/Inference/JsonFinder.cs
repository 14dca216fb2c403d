using System.Text;
using System.Text.Json;

namespace Orchestration.Evals.Inference;

/// <summary>Finds the JSON in an answer of free text: alone, in a code fence, or among talk.</summary>
/// <remarks>What is broken gives nothing: its inner objects are valid JSON too, but a schema made of them describes another answer.</remarks>
internal static class JsonFinder
{
    // A text of nothing but brackets must not take the square of its length.
    private const int MaxTries = 100;

    // How deep is too deep, is judged when the document is known: a limit here would find the inner part of it.
    private const int AnyDepth = int.MaxValue;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The longest object or list in the text; when the whole text is one JSON value, that. <see langword="null"/> when there is none, for the reason in <paramref name="fault"/>.</returns>
    public static JsonElement? Find(string text, out string? fault)
    {
        fault = null;
        try
        {
            var utf8 = Strict.GetBytes(text);
            if (utf8.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
            {
                fault = "It is empty.";
                return null;
            }

            return Whole(utf8) ?? Within(utf8, out fault);
        }
        catch (EncoderFallbackException)
        {
            fault = "It holds half a surrogate pair, which is no character.";
            return null;
        }
    }

    private static JsonElement? Whole(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonElement.Parse(utf8, new JsonDocumentOptions { MaxDepth = AnyDepth });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Within(ReadOnlySpan<byte> utf8, out string? fault)
    {
        fault = "It holds no JSON.";
        ReadOnlySpan<byte> longest = default;
        for (int tries = 0, next; tries < MaxTries && (next = utf8.IndexOfAny((byte)'{', (byte)'[')) >= 0; tries++)
        {
            utf8 = utf8[next..];
            var isWhole = IsWhole(utf8, out var tokens, out var length);
            if (!isWhole && EndOf(utf8) is { } end)
            {
                length = end;
            }
            else if (!isWhole && tokens > 1)
            {
                fault = "Its JSON breaks off.";
                return null;
            }

            // A bracket with no token behind it is one of the talk.
            if (tokens > 1 && length > longest.Length)
            {
                longest = utf8[..length];
                fault = isWhole ? null : "Its JSON is broken.";
            }

            utf8 = utf8[length..];
        }

        return fault is null ? Whole(longest) : null;
    }

    /// <param name="utf8">What begins with a bracket.</param>
    /// <param name="tokens">How many tokens could be read.</param>
    /// <param name="length">Of the document; 1 when it is none.</param>
    private static bool IsWhole(ReadOnlySpan<byte> utf8, out int tokens, out int length)
    {
        (tokens, length) = (0, 1);
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = AnyDepth }));
        try
        {
            while (reader.Read())
            {
                tokens++;
                if (reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    length = (int)reader.BytesConsumed;
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // Talk, or JSON that is broken.
        }

        return false;
    }

    /// <summary>Where the bracket that a text begins with is closed; <see langword="null"/> when it is not.</summary>
    private static int? EndOf(ReadOnlySpan<byte> utf8)
    {
        var (depth, inString) = (0, false);
        for (var i = 0; i < utf8.Length; i++)
        {
            switch (utf8[i])
            {
                case (byte)'"':
                    inString = !inString;
                    break;
                case (byte)'\\' when inString:
                    i++;
                    break;
                case (byte)'{' or (byte)'[' when !inString:
                    depth++;
                    break;
                case (byte)'}' or (byte)']' when !inString && --depth == 0:
                    return i + 1;
            }
        }

        return null;
    }
}
