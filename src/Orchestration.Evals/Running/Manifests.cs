using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orchestration.Evals.Running;

/// <summary>Reads, writes and compares manifests.</summary>
internal static class Manifests
{
    public const string FileName = "manifest.json";

    private static readonly ManifestJson Json = new(new JsonSerializerOptions(ManifestJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The manifest of a folder; <see langword="null"/> when it has none.</summary>
    /// <exception cref="FormatException">It is no manifest, or one of another version.</exception>
    public static async Task<EvalManifest?> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var file = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), Json.ManifestFile) ?? throw new JsonException("It is null.");
            return file.Format == ManifestFile.CurrentFormat
                ? ManifestOf(file)
                : throw new FormatException(FormattableString.Invariant($"'{path}' is in format {file.Format}; this version of Orchestration reads format {ManifestFile.CurrentFormat}. Run the eval anew into another folder, or read it with the version that wrote it."));
        }
        catch (JsonException e)
        {
            throw new FormatException($"'{path}' is no manifest of eval results: {e.Message}", e);
        }
    }

    /// <summary>Writes a manifest in one move.</summary>
    public static async Task WriteAsync(string folder, EvalManifest manifest, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        var unfinished = path + ".tmp";
        await File.WriteAllBytesAsync(unfinished, [.. JsonSerializer.SerializeToUtf8Bytes(FileOf(manifest), Json.ManifestFile), (byte)'\n'], cancellationToken).ConfigureAwait(false);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>What makes two manifests those of different evaluations, in words; <see langword="null"/> when they are of one. Shards are told apart elsewhere.</summary>
    public static string? Difference(EvalManifest there, EvalManifest now) =>
        there.Eval != now.Eval ? $"it is of the eval '{there.Eval}', and this is '{now.Eval}'"
        : there.GoldenSet != now.GoldenSet ? $"its golden set is '{there.GoldenSet}', and this is '{now.GoldenSet}'"
        : there.GoldenSetHash != now.GoldenSetHash ? $"the golden set '{now.GoldenSet}' has changed since"
        : Texts(there) is var was && Texts(now) is var isNow && was != isNow ? $"its variants are {was}, and now they are {isNow}"
        : !there.Variants.SequenceEqual(now.Variants) ? "the graph has changed since: its fingerprint is another"
        : Metrics(there) is var before && Metrics(now) is var after && before != after ? $"its metrics are {before}, and now they are {after}"
        : there.Filter != now.Filter ? $"its filter is '{there.Filter}', and now it is '{now.Filter}'"
        : null;

    private static string Texts(EvalManifest manifest) => string.Join(", ", manifest.Variants.Select(static variant => variant.Variant));

    private static string Metrics(EvalManifest manifest) => string.Join(", ", manifest.Metrics.Select(static metric => $"{metric.Key} {metric.Value}"));

    private static ManifestFile FileOf(EvalManifest manifest) => new()
    {
        Format = ManifestFile.CurrentFormat,
        Eval = manifest.Eval,
        GoldenSet = manifest.GoldenSet,
        GoldenSetVersion = manifest.GoldenSetVersion,
        GoldenSetHash = manifest.GoldenSetHash,
        Variants = [.. manifest.Variants.Select(static variant => new VariantFile
        {
            Graph = variant.Variant.Graph, Version = variant.Variant.Version, Model = variant.Variant.Model, Fingerprint = variant.Fingerprint,
        })],
        Metrics = new(manifest.Metrics, StringComparer.Ordinal),
        NotGating = manifest.NotGating.IsEmpty ? null : new(manifest.NotGating, StringComparer.Ordinal),
        Repeats = manifest.Repeats,
        AddedRepeats = manifest.AddedRepeats,
        Cases = manifest.Cases,
        Filter = manifest.Filter,
        Shard = manifest.Shard,
        Started = manifest.Started,
        Ended = manifest.Ended,
        BudgetExceeded = manifest.BudgetExceeded,
        SpentUsd = manifest.SpentUsd,
        DiscardedUsd = manifest.DiscardedUsd,
        Revision = manifest.Revision,
        GoldenSetPath = manifest.GoldenSetPath,
        BaselinePath = manifest.BaselinePath,
        Rules = manifest.Rules,
    };

    private static EvalManifest ManifestOf(ManifestFile file) => new()
    {
        Eval = Required(file.Eval, "eval"),
        GoldenSet = Required(file.GoldenSet, "goldenSet"),
        GoldenSetVersion = file.GoldenSetVersion,
        GoldenSetHash = Required(file.GoldenSetHash, "goldenSetHash"),
        Variants = [.. Required(file.Variants, "variants").Select(static variant =>
            new VariantManifest(new EvalVariant(Required(variant.Graph, "variants/graph"), variant.Version, variant.Model), Required(variant.Fingerprint, "variants/fingerprint")))],
        Metrics = Required(file.Metrics, "metrics").ToImmutableSortedDictionary(StringComparer.Ordinal),
        NotGating = (file.NotGating ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
        Repeats = file.Repeats,
        AddedRepeats = file.AddedRepeats,
        Cases = file.Cases,
        Filter = file.Filter,
        Shard = file.Shard,
        Started = file.Started,
        Ended = file.Ended,
        BudgetExceeded = file.BudgetExceeded,
        SpentUsd = file.SpentUsd,
        DiscardedUsd = file.DiscardedUsd,
        Revision = file.Revision,
        GoldenSetPath = file.GoldenSetPath,
        BaselinePath = file.BaselinePath,
        Rules = file.Rules,
    };

    private static T Required<T>(T? member, string name)
        where T : class => member ?? throw new JsonException($"It has no '{name}'.");
}
