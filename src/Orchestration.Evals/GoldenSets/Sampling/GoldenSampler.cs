using System.Runtime.CompilerServices;
using Orchestration.Audit;
using Orchestration.Evals.GoldenSets.Redaction;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Evals.GoldenSets.Sampling;

/// <summary>Makes cases of recorded runs. The same log gives the same sample: of each stratum, the runs whose ids have the lowest hashes.</summary>
/// <remarks>Only runs that the application asked for are taken; no replays, reruns or evals. Keeps 16 bytes and a table's share for each run of the window, and the inputs of the candidates. Reads the log twice, and for cases of a step once more for each.</remarks>
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

    /// <summary>Makes a case of one run, whatever else the log holds.</summary>
    /// <param name="log">The log.</param>
    /// <param name="run">The run, of any kind.</param>
    /// <param name="options">Of these, the step, the references, the redactors and the edit count. The step is a path as the log has it: <c>sections[3]/draft</c>. The case keeps the tenant of its run.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns><see langword="null"/> when the edit left it out.</returns>
    /// <exception cref="RunNotFoundException">The log does not hold the run.</exception>
    /// <exception cref="InvalidDataException">It holds the run without its input.</exception>
    public static async Task<SampledCase?> TakeAsync(IAuditLog log, RunId run, SamplingOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        var found = await RunMaterial.FindAsync(log, [run], options with { Tenant = null, From = null }, cancellationToken).ConfigureAwait(false);
        if (!found.TryGetValue(run, out var facts))
        {
            // Says so.
            await RecordedAnswers.LoadAsync(log, run, cancellationToken).ConfigureAwait(false);
        }

        if (facts is null || facts.Input.IsEmpty)
        {
            throw new InvalidDataException($"The audit log holds run {run} without its input: the input's type had no JSON contract, so there is nothing to make a case of. Give Graph.Define a JsonSerializerContext that has it.");
        }

        var golden = await RunMaterial.CaseAsync(log, new Unit(run, options.Step), facts, options, cancellationToken).ConfigureAwait(false);
        var redacted = CaseRedaction.Redact(golden, options.Redactors);
        var edited = options.Edit is { } edit ? await edit(redacted.Case, cancellationToken).ConfigureAwait(false) : redacted.Case;
        return edited is null ? null : new SampledCase(edited, redacted.Counts);
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
        var candidates = strata.Candidates().ToList();
        var facts = await RunMaterial.FindAsync(log, [.. candidates.Select(static candidate => candidate.Unit.Run)], options, cancellationToken).ConfigureAwait(false);
        foreach (var (unit, tags) in candidates)
        {
            if (left == 0)
            {
                yield break;
            }

            // A log that was cut meanwhile may no longer hold the run.
            if (tags.All(tag => taken.GetValueOrDefault(tag) >= options.PerStratum) || !facts.TryGetValue(unit.Run, out var run))
            {
                continue;
            }

            var golden = await RunMaterial.CaseAsync(log, unit, run, options, cancellationToken).ConfigureAwait(false);
            var redacted = CaseRedaction.Redact(golden with { Tags = [.. tags] }, options.Redactors);
            var edited = options.Edit is { } edit ? await edit(redacted.Case, cancellationToken).ConfigureAwait(false) : redacted.Case;
            if (edited is null || !keys.Add(CaseKey.Of(edited)))
            {
                continue;
            }

            foreach (var tag in tags)
            {
                taken[tag] = taken.GetValueOrDefault(tag) + 1;
            }

            left--;
            yield return new SampledCase(edited, redacted.Counts);
        }
    }

    private static async Task<HashSet<string>> KnownAsync(GoldenSet? set, CancellationToken cancellationToken)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        if (set is not null)
        {
            await foreach (var golden in set.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                keys.Add(CaseKey.Of(golden));
            }
        }

        return keys;
    }
}
