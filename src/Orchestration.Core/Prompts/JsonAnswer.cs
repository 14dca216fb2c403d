using System.Text;
using System.Text.Json;
using Orchestration.Schemas;

namespace Orchestration.Prompts;

/// <summary>Finds the JSON document in a model's answer.</summary>
internal static class JsonAnswer
{
    private const string Fence = "```";

    // A text of nothing but brackets must not take the square of its length.
    private const int MostCandidates = 100;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The document in UTF-8. It may still be broken JSON, where the answer begins like a document.</returns>
    /// <exception cref="InvalidOutputException">There is none, or not by itself where it has to be.</exception>
    public static byte[] Find(string answer, JsonTolerance tolerance, out JsonTolerance mended)
    {
        mended = JsonTolerance.None;
        var text = Trim(answer);
        if (text.IsEmpty)
        {
            throw InvalidOutputException.Broken("it is empty");
        }

        if (text.StartsWith(Fence, StringComparison.Ordinal))
        {
            text = Unfence(text, out var rest);
            Mend(JsonTolerance.CodeFence, "it stands in a code fence", tolerance, ref mended);
            if (!rest.IsEmpty)
            {
                Mend(JsonTolerance.SurroundingText, "text follows the document", tolerance, ref mended);
            }
        }
        else if (!Begins(text) && !IsJson(ToUtf8(text)))
        {
            Mend(JsonTolerance.SurroundingText, "it does not begin with the document", tolerance, ref mended);
            text = Within(text, tolerance, out var isFenced);
            mended |= isFenced ? JsonTolerance.CodeFence : JsonTolerance.None;
        }
        else if (EndOf(text) is { } end && end < text.Length && !text[end..].Trim().IsEmpty)
        {
            Mend(JsonTolerance.SurroundingText, "text follows the document", tolerance, ref mended);
            text = text[..end];
        }

        var json = ToUtf8(text);
        if (tolerance.HasFlag(JsonTolerance.TrailingCommas) && !IsJson(json) && WithoutTrailingCommas(json) is { } changed)
        {
            mended |= JsonTolerance.TrailingCommas;
            return changed;
        }

        return json;
    }

    // A byte order mark may be there as well.
    private static ReadOnlySpan<char> Trim(string answer) => answer.AsSpan().Trim().TrimStart('\uFEFF').Trim();

    private static bool Begins(ReadOnlySpan<char> text) => text[0] is '{' or '[';

    private static void Mend(JsonTolerance what, string problem, JsonTolerance tolerance, ref JsonTolerance mended)
    {
        if (!tolerance.HasFlag(what))
        {
            throw InvalidOutputException.Broken($"{problem}; send the document alone");
        }

        mended |= what;
    }

    /// <summary>What stands between a fence at the beginning and the next one.</summary>
    private static ReadOnlySpan<char> Unfence(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        var line = text.IndexOf('\n');
        var start = line >= 0 ? line + 1 : Fence.Length;
        var inner = text[start..];
        var end = inner.LastIndexOf(Fence);
        if (EndOf(inner.TrimStart()) is { } own)
        {
            // A string in the document may hold a fence.
            var after = inner.Length - inner.TrimStart().Length + own;
            var close = inner[after..].IndexOf(Fence);
            end = close < 0 ? -1 : after + close;
        }

        rest = end < 0 ? [] : inner[(end + Fence.Length)..].Trim();
        return (end < 0 ? inner : inner[..end]).Trim();
    }

    /// <summary>The longest document in a text that begins otherwise.</summary>
    private static ReadOnlySpan<char> Within(ReadOnlySpan<char> text, JsonTolerance tolerance, out bool isFenced)
    {
        var (start, length) = (0, 0);
        for (int i = 0, tried = 0, step; tried < MostCandidates && (step = text[i..].IndexOfAny('{', '[')) >= 0; tried++)
        {
            i += step;
            if (EndOf(text[i..]) is { } end && IsDocument(ToUtf8(text.Slice(i, end)), tolerance))
            {
                (start, length) = end > length ? (i, end) : (start, length);
                i += end;
            }
            else
            {
                i++;
            }
        }

        if (length == 0)
        {
            throw InvalidOutputException.Broken("there is no JSON document in it");
        }

        isFenced = text[..start].TrimEnd().TrimEnd("jsonJSON").EndsWith(Fence, StringComparison.Ordinal);
        return text.Slice(start, length);
    }

    /// <summary>Where the object or array that a text begins with ends; <see langword="null"/> when it does not.</summary>
    private static int? EndOf(ReadOnlySpan<char> text)
    {
        var (depth, inString) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    inString = !inString;
                    break;
                case '\\' when inString:
                    i++;
                    break;
                case '{' or '[' when !inString:
                    depth++;
                    break;
                case '}' or ']' when !inString && --depth == 0:
                    return i + 1;
            }

            if (depth == 0 && !inString)
            {
                return null;
            }
        }

        return null;
    }

    private static byte[]? WithoutTrailingCommas(byte[] json)
    {
        var kept = new List<byte>(json.Length);
        var (comma, inString) = (-1, false);
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            if (inString)
            {
                inString = c != (byte)'"';
                kept.Add(c);
                if (c == (byte)'\\' && i + 1 < json.Length)
                {
                    kept.Add(json[++i]);
                }

                continue;
            }

            if (c is (byte)'}' or (byte)']' && comma >= 0)
            {
                kept.RemoveAt(comma);
            }

            if (c is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                comma = c == (byte)',' ? kept.Count : -1;
            }

            inString = c == (byte)'"';
            kept.Add(c);
        }

        byte[] changed = [.. kept];
        return changed.Length < json.Length && IsJson(changed) ? changed : null;
    }

    private static bool IsDocument(byte[] json, JsonTolerance tolerance) =>
        IsJson(json) || (tolerance.HasFlag(JsonTolerance.TrailingCommas) && WithoutTrailingCommas(json) is not null);

    private static bool IsJson(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] ToUtf8(ReadOnlySpan<char> text)
    {
        try
        {
            var utf8 = new byte[Strict.GetByteCount(text)];
            Strict.GetBytes(text, utf8);
            return utf8;
        }
        catch (EncoderFallbackException)
        {
            throw InvalidOutputException.Broken("it holds half a surrogate pair, which is no character");
        }
    }
}
