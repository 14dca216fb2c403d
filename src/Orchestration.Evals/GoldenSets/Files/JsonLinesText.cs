using System.Text;
using System.Text.Json;

namespace Orchestration.Evals.GoldenSets.Files;

/// <summary>A case a line; the first line may be the header. Empty lines and lines that begin with <c>//</c> are passed over.</summary>
internal sealed class JsonLinesText(TextReader reader) : IGoldenText
{
    private int _line;
    private bool _begun;
    private bool _ended;

    public async ValueTask<GoldenPart?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!_ended && await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                _line++;
                if (!IsRemark(line))
                {
                    return Read(line);
                }
            }

            return null;
        }
        catch (DecoderFallbackException)
        {
            _ended = true;
            return GoldenPart.Faulty(_line + 1, "from here on there are bytes that are not UTF-8; save the file as UTF-8.");
        }
    }

    public void Dispose() => reader.Dispose();

    internal static bool IsRemark(ReadOnlySpan<char> line) => line.Trim() is var text && (text.IsEmpty || text.StartsWith("//"));

    /// <summary>Whether a first line is a header and no case.</summary>
    internal static bool IsHeader(JsonElement line) => line.ValueKind == JsonValueKind.Object && line.TryGetProperty("goldenSet", out _) && !line.TryGetProperty("input", out _);

    /// <summary>The text with each case in the place of the one with its id, or at the end. The other lines stay as they are.</summary>
    internal static string Upsert(string text, Dictionary<string, string> cases)
    {
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var written = new StringBuilder(text.Length);
        foreach (var line in text.Split('\n').Select(static line => line.TrimEnd('\r')))
        {
            written.Append(IdOf(line) is { } id && cases.Remove(id, out var golden) ? golden : line).Append(newLine);
        }

        // The text's last line break has made an empty line.
        written.Length -= text.Length == 0 || text.EndsWith('\n') ? newLine.Length : 0;
        return cases.Values.Aggregate(written, (all, golden) => all.Append(golden).Append(newLine)).ToString();
    }

    private static string? IdOf(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(IsRemark(line) ? "null" : line, CanonicalJson.Strict);
            return document.RootElement is { ValueKind: JsonValueKind.Object } golden && golden.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private GoldenPart Read(string line)
    {
        var utf8 = Encoding.UTF8.GetBytes(line);
        try
        {
            using var document = JsonDocument.Parse(utf8, CanonicalJson.Strict);
            var json = new LocatedJson(utf8, [(0, _line)]);
            return !_begun && IsHeader(document.RootElement) ? GoldenPart.Header(json) : GoldenPart.Case(json);
        }
        catch (JsonException exception)
        {
            return GoldenPart.Faulty(_line, FormattableString.Invariant($"column {(exception.BytePositionInLine ?? 0) + 1}: {Problem(exception)}"));
        }
        finally
        {
            _begun = true;
        }
    }

    // The parser's message ends with its own line and position, which count from the start of this one line.
    private static string Problem(JsonException exception)
    {
        var message = exception.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
        return $"this is no JSON: {message} Each line is one whole case, without line breaks in it.";
    }
}
