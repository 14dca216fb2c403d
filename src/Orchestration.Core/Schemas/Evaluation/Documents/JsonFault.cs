using System.Globalization;
using System.Text.Json;

namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>Why a text is no document that can be evaluated.</summary>
/// <param name="Path">Where, as a JSON Pointer; empty when the text is no JSON.</param>
/// <param name="Message">What is wrong, with line and byte, both counted from 1.</param>
internal sealed record JsonFault(string Path, string Message)
{
    public static JsonFault Empty { get; } = new(string.Empty, "is empty, a JSON value is expected");

    public static JsonFault Mark { get; } = new(string.Empty, "begins with a byte order mark, which JSON does not have");

    public static JsonFault Of(JsonException exception)
    {
        // The first sentence says what was wrong; the others say how to change the reader's options, and where in its own words.
        var words = exception.Message;
        var end = words.IndexOf(". ", StringComparison.Ordinal);
        var problem = (end < 0 ? words : words[..end]).TrimEnd('.');
        return new JsonFault(string.Empty, string.Create(
            CultureInfo.InvariantCulture,
            $"is no JSON at line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}: {problem}"));
    }

    public static JsonFault At(string path, ReadOnlySpan<byte> json, int position, string problem)
    {
        var before = json[..Math.Min(position, json.Length)];
        return new JsonFault(path, string.Create(
            CultureInfo.InvariantCulture,
            $"{problem} at line {before.Count((byte)'\n') + 1}, byte {before.Length - before.LastIndexOf((byte)'\n')}"));
    }
}
