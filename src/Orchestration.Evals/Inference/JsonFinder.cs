using System.Text;
using System.Text.Json;

namespace Orchestration.Evals.Inference;

/// <summary>Finds the JSON in an answer of free text: alone, in a code fence, or among talk.</summary>
internal static class JsonFinder
{
    // A text full of brackets is tried at so many of them at most.
    private const int MaxTries = 1000;

    /// <returns>The longest object or list in the text; when the whole text is one JSON value, that. <see langword="null"/> when there is none.</returns>
    public static JsonElement? Find(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        if (Read(utf8, out var whole, out var length) && utf8.AsSpan(length).Trim(" \t\r\n"u8).IsEmpty)
        {
            return whole;
        }

        JsonElement? longest = null;
        var most = 0;
        var at = 0;
        for (var tries = 0; tries < MaxTries && utf8.AsSpan(at).IndexOfAny((byte)'{', (byte)'[') is >= 0 and var next; tries++)
        {
            at += next;
            if (Read(utf8.AsSpan(at), out var found, out length))
            {
                (longest, most) = length > most ? (found, length) : (longest, most);
                at += length;
            }
            else
            {
                at++;
            }
        }

        return longest;
    }

    private static bool Read(ReadOnlySpan<byte> utf8, out JsonElement value, out int length)
    {
        var reader = new Utf8JsonReader(utf8, isFinalBlock: true, state: new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true }));
        try
        {
            if (JsonElement.TryParseValue(ref reader, out var parsed))
            {
                (value, length) = (parsed.Value, (int)reader.BytesConsumed);
                return true;
            }
        }
        catch (JsonException)
        {
            // Talk, or a bracket in it.
        }

        (value, length) = (default, 0);
        return false;
    }
}
