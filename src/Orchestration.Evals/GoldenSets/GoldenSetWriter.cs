using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestration.Evals.GoldenSets.Files;
using Orchestration.Models;

namespace Orchestration.Evals.GoldenSets;

/// <summary>Writes cases into the files of golden sets. Other cases, the header and remarks stay as they are.</summary>
public static class GoldenSetWriter
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds cases to a file, which is made when it is not there. In JSONL a case takes the place of the one with its id; in YAML, cases are added after the last.</summary>
    /// <param name="file">A file, not a folder.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="cancellationToken">Leaves the file as it was.</param>
    /// <exception cref="GoldenSetException">The file would have faults; it is as it was.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task WriteAsync(string file, IReadOnlyCollection<GoldenCase> cases, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(cases);
        if (cases.Count == 0)
        {
            return;
        }

        var text = await TextAsync(file, cancellationToken).ConfigureAwait(false);
        var written = GoldenFile.IsYaml(file) ? YamlAppender.Append(text, cases.Select(ToJson)) : JsonLinesText.Upsert(text, cases.ToDictionary(static golden => golden.Id, ToJson, StringComparer.Ordinal));

        // Checked before it takes the file's place, in a folder where no one looks for cases.
        var folder = Directory.CreateTempSubdirectory("golden-set-");
        try
        {
            var draft = Path.Combine(folder.FullName, Path.GetFileName(file));
            await File.WriteAllTextAsync(draft, written, GoldenFile.Utf8, cancellationToken).ConfigureAwait(false);
            await CheckAsync(draft, file, cancellationToken).ConfigureAwait(false);
            var beside = file + ".tmp";
            File.Copy(draft, beside, overwrite: true);
            File.Move(beside, file, overwrite: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The case as one line of JSON.</summary>
    internal static string ToJson(GoldenCase golden)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            json.WriteStartObject();
            json.WriteString("id", golden.Id);
            Value(json, "input", golden.Input);
            Value(json, "reference", golden.Reference);
            Values(json, "expect", golden.Expect);
            Recorded(json, golden);
            Marks(json, golden);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // Bytes that are no text would not come back as they were.
    private static async Task<string> TextAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(file) ? await File.ReadAllTextAsync(file, GoldenFile.Utf8, cancellationToken).ConfigureAwait(false) : string.Empty;
        }
        catch (DecoderFallbackException)
        {
            throw new GoldenSetException([new(file, 1, "the file holds bytes that are not UTF-8; save it as UTF-8.")]);
        }
    }

    private static async Task CheckAsync(string draft, string file, CancellationToken cancellationToken)
    {
        try
        {
            await GoldenSet.OpenAsync(draft, cancellationToken).ConfigureAwait(false);
        }
        catch (GoldenSetException exception)
        {
            throw new GoldenSetException([.. exception.Faults.Select(fault => new GoldenSetFault(file, fault.Line, fault.Message.Replace(draft, file, StringComparison.Ordinal)))]);
        }
    }

    private static void Recorded(Utf8JsonWriter json, GoldenCase golden)
    {
        if (golden.Recorded.Completions.IsEmpty && golden.Recorded.Effects.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("recorded");
        if (!golden.Recorded.Completions.IsEmpty)
        {
            json.WriteStartObject("completions");
            foreach (var (step, text) in golden.Recorded.Completions)
            {
                json.WriteString(step, text);
            }

            json.WriteEndObject();
        }

        Values(json, "effects", golden.Recorded.Effects);
        json.WriteEndObject();
    }

    // What is as by default is not said.
    private static void Marks(Utf8JsonWriter json, GoldenCase golden)
    {
        if (!golden.Tags.IsEmpty)
        {
            json.WriteStartArray("tags");
            foreach (var tag in golden.Tags)
            {
                json.WriteStringValue(tag);
            }

            json.WriteEndArray();
        }

        if (golden.Weight is < 1 or > 1)
        {
            json.WriteNumber("weight", golden.Weight);
        }

        if (golden.Critical)
        {
            json.WriteBoolean("critical", true);
        }

        if (golden.Source is { } source)
        {
            json.WriteStartObject("source");
            json.WriteString("run", source.Run.ToString());
            json.WriteString("tenant", source.Tenant);
            if (source.Step is not null)
            {
                json.WriteString("step", source.Step);
            }

            json.WriteEndObject();
        }
    }

    private static void Values(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, JsonBytes> values)
    {
        if (values.Count > 0)
        {
            json.WriteStartObject(name);
            foreach (var (key, value) in values)
            {
                Value(json, key, value);
            }

            json.WriteEndObject();
        }
    }

    // Through the parser, since indented JSON has line breaks, which a line of JSONL must not have.
    private static void Value(Utf8JsonWriter json, string name, JsonBytes value)
    {
        if (!value.IsEmpty)
        {
            using var document = JsonDocument.Parse(value.Utf8, CanonicalJson.Strict);
            json.WritePropertyName(name);
            document.RootElement.WriteTo(json);
        }
    }
}
