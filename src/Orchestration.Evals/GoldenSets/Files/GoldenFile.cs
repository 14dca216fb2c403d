using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;

namespace Orchestration.Evals.GoldenSets.Files;

/// <summary>What a piece of a file comes to: a header, a case, or faults.</summary>
internal readonly record struct GoldenItem(string File, int Line, FileHeader? Header, GoldenCase? Case, ImmutableArray<GoldenSetFault> Faults);

/// <summary>A file of cases on disk.</summary>
internal static class GoldenFile
{
    private static readonly string[] JsonLines = [".jsonl", ".ndjson"];
    private static readonly string[] Yaml = [".yaml", ".yml"];

    /// <summary>Bytes that are not UTF-8 are a fault, not text with holes.</summary>
    public static UTF8Encoding Utf8 { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The files of a golden set, in the order of their names; those of a folder's own folders are not among them.</summary>
    public static ImmutableArray<string> In(string path)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path) ? [path] : throw new FileNotFoundException($"There is no golden set at '{path}': no such file or folder.", path);
        }

        return [.. Directory.EnumerateFiles(path).Where(static file => IsJsonLines(file) || IsYaml(file)).OrderBy(Path.GetFileName, StringComparer.Ordinal)];
    }

    public static bool IsJsonLines(string file) => JsonLines.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    public static bool IsYaml(string file) => Yaml.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    public static async IAsyncEnumerable<GoldenItem> ReadAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!IsJsonLines(file) && !IsYaml(file))
        {
            yield return new(file, 1, null, null, [new(file, 1, "a golden set is a .jsonl, .ndjson, .yaml or .yml file; rename it.")]);
            yield break;
        }

        using var text = Open(file);
        var header = FileHeader.None;
        while (await text.NextAsync(cancellationToken).ConfigureAwait(false) is { } part)
        {
            var item = Read(file, part, header);
            header = item.Header ?? header;
            yield return item;
        }
    }

    private static IGoldenText Open(string file)
    {
        var reader = new StreamReader(file, Utf8);
        return IsYaml(file) ? new YamlText(reader) : new JsonLinesText(reader);
    }

    private static GoldenItem Read(string file, GoldenPart part, FileHeader header)
    {
        List<LineFault> faults = [.. part.Faults];
        var (newHeader, golden) = part switch
        {
            { Json: null } => (null, null),
            { IsHeader: true } => (PartReader.Header(part.Json, faults), null),
            _ => ((FileHeader?)null, PartReader.Case(part.Json, header, faults)),
        };
        return new(file, part.Json?.Line ?? part.Faults[0].Line, newHeader, golden, [.. faults.Select(fault => new GoldenSetFault(file, fault.Line, fault.Message))]);
    }
}
