using System.Text;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Errors;
using Orchestration.Schemas.Formats;
using Orchestration.Schemas.Patterns;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary>What is asked of strings.</summary>
internal static class StringCheck
{
    /// <summary>The figure of a finding that a pattern came to no result.</summary>
    public const long TookTooLong = 1;

    public static bool Check(ref EvaluationRun e, SchemaNode node, StringRules rules, int token)
    {
        var text = e.Document.Bytes(token);
        var valid = true;

        // A code point has one to four bytes, so that most lengths need no count.
        if (text.Length > rules.MaxLength && CodePoints(text) is var length && length > rules.MaxLength)
        {
            valid = e.Fail(token, node, Keywords.MaxLength, length);
        }

        if (text.Length < 4L * rules.MinLength && CodePoints(text) is var size && size < rules.MinLength)
        {
            valid = e.Fail(token, node, Keywords.MinLength, size);
        }

        if (!valid && !e.Collects)
        {
            return false;
        }

        if (rules.Pattern is { } pattern && !Matches(ref e, node, pattern, token))
        {
            valid = e.Fail(token, node, Keywords.Pattern, detail: pattern.Source);
        }

        if (rules.Format is { } format && (valid || e.Collects) && !SchemaFormats.IsValid(format, Utf16(ref e, token)))
        {
            valid = e.Fail(token, node, Keywords.Format, detail: format);
        }

        return valid;
    }

    /// <summary>Whether a string or a name matches. A pattern that takes too long ends the evaluation, and so do many that do together.</summary>
    public static bool Matches(ref EvaluationRun e, SchemaNode node, SchemaPattern pattern, int token)
    {
        var text = Utf16(ref e, token);
        var counts = pattern.MayTakeLong(text.Length);
        var start = counts ? TimeProvider.System.GetTimestamp() : 0;
        var matches = pattern.IsMatch(text);
        if (matches is null || (counts && !e.HasTimeLeft(TimeProvider.System.GetElapsedTime(start), pattern.Timeout)))
        {
            e.Stop(Limit.Pattern, new Finding(token, node, Keywords.Pattern, TookTooLong, pattern.Source));
        }

        return matches ?? false;
    }

    private static ReadOnlySpan<char> Utf16(ref EvaluationRun e, int token)
    {
        var text = e.Document.Bytes(token);
        var target = e.Text.Room(text.Length);
        return target[..Encoding.UTF8.GetChars(text, target)];
    }

    private static int CodePoints(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text))
        {
            return text.Length;
        }

        var count = 0;
        foreach (var b in text)
        {
            count += (b & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }
}
