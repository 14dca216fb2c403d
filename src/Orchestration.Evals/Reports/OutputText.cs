using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Evals.Reports;

/// <summary>Outputs as people read and compare them.</summary>
internal static class OutputText
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>A JSON string's own characters, of other JSON its text over several lines, numbers as they were written.</summary>
    public static (string Text, bool IsJson) Of(JsonBytes output)
    {
        if (output.IsEmpty)
        {
            return (string.Empty, false);
        }

        try
        {
            using var document = JsonDocument.Parse(output.Utf8, new JsonDocumentOptions { MaxDepth = 512 });
            if (document.RootElement.ValueKind == JsonValueKind.String)
            {
                return (document.RootElement.GetString()!, false);
            }

            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, Indented))
            {
                document.RootElement.WriteTo(writer);
            }

            return (Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length)), true);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is JSON and no text; what cannot be shown nicely is shown as it is.
            return (output.ToString(), false);
        }
    }

    /// <summary>The lines in which two outputs differ, each with its sign; empty where they are equal.</summary>
    public static List<string> Diff(JsonBytes before, JsonBytes after, int maxLines)
    {
        var (old, oldIsJson) = Of(before);
        var (now, nowIsJson) = Of(after);
        var lines = oldIsJson && nowIsJson ? LineDiff.OfJson(before, after) : LineDiff.Of(old, now);
        var shown = lines.Take(maxLines).Select(static line => line.Mark switch
        {
            DiffMark.Removed => "- " + line.Text,
            DiffMark.Added => "+ " + line.Text,
            DiffMark.Same => "  " + line.Text,
            _ => "  ..",
        }).Select(static line => Shorten(line, 500)).ToList();
        if (lines.Length > maxLines)
        {
            shown.Add(FormattableString.Invariant($"  .. {lines.Length - maxLines} lines more"));
        }

        return shown;
    }

    /// <summary>At most so many characters, never half of one.</summary>
    public static string Shorten(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), "..");
    }
}
