using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestration.Evals.Running;

/// <summary>Deals cases to machines, and puts together what they bring back.</summary>
internal static class Shards
{
    /// <summary>As manifests write it: <c>1/4</c>.</summary>
    public static string? Text((int Index, int Count)? shard) => shard is { } dealt ? string.Create(CultureInfo.InvariantCulture, $"{dealt.Index}/{dealt.Count}") : null;

    /// <summary>Whether a case is dealt to a shard: by its id alone, so that a case stays where it is when others come and go.</summary>
    public static bool Takes((int Index, int Count)? shard, string caseId)
    {
        if (shard is not { } dealt)
        {
            return true;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(caseId), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)dealt.Count == (ulong)(dealt.Index - 1);
    }

    /// <summary>The manifest of the whole.</summary>
    /// <exception cref="FormatException">They are not the shards of one evaluation, each once and all of them.</exception>
    public static EvalManifest Merge(IReadOnlyList<EvalResults> shards)
    {
        var first = shards[0];
        foreach (var shard in shards.Skip(1))
        {
            var difference = Manifests.Difference(first.Manifest, shard.Manifest)
                ?? (first.Manifest.Repeats == shard.Manifest.Repeats ? null : FormattableString.Invariant($"it has {first.Manifest.Repeats} repeats, and '{shard.Folder}' has {shard.Manifest.Repeats}"));
            if (difference is not null)
            {
                throw new FormatException($"'{first.Folder}' and '{shard.Folder}' are not shards of one evaluation: of the first, {difference}.");
            }
        }

        Check(shards);
        var manifests = shards.Select(static shard => shard.Manifest).ToImmutableArray();
        return first.Manifest with
        {
            Cases = manifests.Sum(static manifest => manifest.Cases),
            Shard = null,
            Started = manifests.Min(static manifest => manifest.Started),
            Ended = manifests.All(static manifest => manifest.Ended is not null) ? manifests.Max(static manifest => manifest.Ended) : null,
            BudgetExceeded = manifests.Any(static manifest => manifest.BudgetExceeded),
            SpentUsd = manifests.Sum(static manifest => manifest.SpentUsd),
            DiscardedUsd = manifests.Sum(static manifest => manifest.DiscardedUsd),
        };
    }

    private static void Check(IReadOnlyList<EvalResults> shards)
    {
        var byText = shards.ToLookup(static shard => shard.Manifest.Shard, StringComparer.Ordinal);
        if (byText.FirstOrDefault(static same => same.Key is null || same.Count() > 1) is { } same)
        {
            throw new FormatException(same.Key is null
                ? $"'{same.First().Folder}' is a whole evaluation and no shard: open it by itself."
                : $"'{same.First().Folder}' and '{same.Last().Folder}' are both shard {same.Key}.");
        }

        var count = shards[0].Manifest.Shard!.Split('/')[1];
        var missing = Enumerable.Range(1, int.Parse(count, CultureInfo.InvariantCulture))
            .Select(index => string.Create(CultureInfo.InvariantCulture, $"{index}/{count}"))
            .Where(shard => !byText.Contains(shard))
            .ToList();
        if (missing.Count > 0)
        {
            throw new FormatException($"These are not all shards of the evaluation: {string.Join(", ", missing)} is missing.");
        }
    }
}
