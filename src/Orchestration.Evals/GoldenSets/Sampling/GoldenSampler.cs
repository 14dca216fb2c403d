using System.Runtime.CompilerServices;
using Orchestration.Audit;
using Orchestration.Evals.GoldenSets.Redaction;

namespace Orchestration.Evals.GoldenSets.Sampling;

/// <summary>Makes cases of recorded runs. The same log gives the same sample: of each stratum, the runs whose ids have the lowest hashes.</summary>
/// <remarks>Only runs that the application asked for are taken; no replays, reruns or evals. Keeps 16 bytes and a table's share for each run of the window, and the candidates.</remarks>
public static class GoldenSampler
{
    /// <summary>Samples the log.</summary>
    /// <exception cref="ArgumentException">Neither a tenant is named nor all are allowed, or both.</exception>
    public static IAsyncEnumerable<SampledCase> SampleAsync(IAuditLog log, SamplingOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Tenant is null != options.AllTenants)
        {
            throw new ArgumentException("Name the tenant whose runs are sampled, or set AllTenants to let the runs of all tenants come together; one of the two. An application without tenants has the tenant \"\".", nameof(options));
        }

        return CasesAsync(log, options, cancellationToken);
    }

    private static async IAsyncEnumerable<SampledCase> CasesAsync(IAuditLog log, SamplingOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var strata = new Strata(options);
        await foreach (var record in log.ReadAsync(new AuditQuery { Tenant = options.Tenant, From = options.From }, cancellationToken).ConfigureAwait(false))
        {
            strata.Add(record);
        }

        var keys = await KnownAsync(options.Except, cancellationToken).ConfigureAwait(false);
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        var left = options.MaxCases;
        foreach (var (unit, tags) in strata.Candidates())
        {
            if (left == 0)
            {
                yield break;
            }

            if (tags.All(tag => taken.GetValueOrDefault(tag) >= options.PerStratum) || await RunMaterial.LoadAsync(log, unit, options, cancellationToken).ConfigureAwait(false) is not { } golden)
            {
                continue;
            }

            var redacted = CaseRedaction.Redact(golden with { Tags = [.. tags] }, options.Redactors);
            golden = options.Edit is { } edit ? await edit(redacted.Case, cancellationToken).ConfigureAwait(false) : redacted.Case;
            if (golden is null || !keys.Add(Key(golden)))
            {
                continue;
            }

            foreach (var tag in tags)
            {
                taken[tag] = taken.GetValueOrDefault(tag) + 1;
            }

            left--;
            yield return new SampledCase(golden, redacted.Counts);
        }
    }

    private static async Task<HashSet<string>> KnownAsync(GoldenSet? set, CancellationToken cancellationToken)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        if (set is not null)
        {
            await foreach (var golden in set.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                keys.Add(Key(golden));
            }
        }

        return keys;
    }

    // One input may be that of several steps' cases, and of items of one ForEach.
    private static string Key(GoldenCase golden) => $"{CanonicalJson.NormalizedKey(golden.Input)} {golden.Source?.Step}";
}
