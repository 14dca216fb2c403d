using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Runs;

/// <summary>What a verification needs of a recorded run beside its answers.</summary>
internal sealed partial class VerifiedRun
{
    private readonly Dictionary<string, string?> _ended = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Model, Price Price), DateTimeOffset> _prices = [];
    private RunOutcome? _outcome;

    private VerifiedRun(RunStartedRecord start) => Start = start;

    public RunStartedRecord Start { get; }

    /// <exception cref="RunNotFoundException">The log does not hold the run.</exception>
    public static async Task<VerifiedRun> LoadAsync(IAuditLog log, RunId run, CancellationToken cancellationToken)
    {
        VerifiedRun? recorded = null;
        await foreach (var record in log.ReadAsync(new AuditQuery { Run = run }, cancellationToken).ConfigureAwait(false))
        {
            if (record.Body is RunStartedRecord start)
            {
                recorded ??= new VerifiedRun(start);
            }
            else
            {
                recorded?.Add(record);
            }
        }

        return recorded ?? throw new RunNotFoundException(run, "the audit log does not hold it. Look at the folder or store the log is configured with, and at its retention.");
    }

    /// <summary>The path as it is for all items of a list.</summary>
    public static string WithoutIndices(string path) => Index().Replace(path, string.Empty);

    /// <summary>What differs although no request does.</summary>
    public ImmutableArray<VerificationNote> Notes(Graph graph, Func<string, ModelProfile?>? profiles)
    {
        var notes = ImmutableArray.CreateBuilder<VerificationNote>();
        if (graph.Version != Start.Version)
        {
            notes.Add(new VerificationNote(null, FormattableString.Invariant($"The run was of version {Start.Version} of the graph; it is executed as version {graph.Version}.")));
        }

        if (graph.Fingerprint != Start.Fingerprint)
        {
            notes.Add(new VerificationNote(DivergenceReason.Policy, "The graph's fingerprint differs: a policy, such as a route or a budget, or a step, an edge, a type or a schema that its requests do not show."));
        }

        foreach (var ((model, price), at) in _prices.OrderBy(static entry => entry.Key.Model, StringComparer.Ordinal))
        {
            if (profiles?.Invoke(model) is not { } profile)
            {
                continue;
            }

            var now = profile.PriceAt(at);
            if (now != price)
            {
                notes.Add(new VerificationNote(DivergenceReason.Catalogue, FormattableString.Invariant(
                    $"The price of '{model}' on that day is now taken to be {Show(now)}; the run was charged by {Show(price)} USD per million tokens of input / output.")));
            }
        }

        return notes.DrainToImmutable();
    }

    /// <summary>Why a divergence is only where the recorded run itself ended; <see langword="null"/> if it is a true one.</summary>
    public string? EndsAt(Divergence divergence)
    {
        if (divergence.RecordedHash is not null || _outcome == RunOutcome.Succeeded || divergence.Actual.IsEmpty)
        {
            return null;
        }

        var hash = RunVerifier.HashOf(divergence.Actual);
        return _asked.GetValueOrDefault(divergence.Step) switch
        {
            { } asked when asked != hash => null,
            null => $"The recorded run ended before step '{divergence.Step}' was asked; up to there nothing differs.",
            _ => $"The recorded run has no answer for step '{divergence.Step}', which asks the same now; up to there nothing differs.",
        };
    }

    /// <summary>The divergence of a replay that came to its end; <see langword="null"/> for none.</summary>
    public VerifiedDivergence? After(RunResult replay)
    {
        if (replay.Failure is { } failure)
        {
            return _outcome == RunOutcome.Succeeded || !_failed.Contains(failure.Step) ? new VerifiedDivergence
            {
                Step = failure.Step,
                RecordedHash = _ended.GetValueOrDefault(failure.Step),
                Reason = failure.Reason == FailureReason.InvalidOutput ? DivergenceReason.Schema : DivergenceReason.Code,
                Evidence = failure.Reason == FailureReason.InvalidOutput ? "the recorded answer is no valid output of the step any more" : "the step's own code throws now, on the recorded answers",
            }
            : null;
        }

        var done = replay.Steps.Select(static step => step.Step).ToHashSet(StringComparer.Ordinal);
        return _ended.Keys.Where(step => !done.Contains(step)).Order(StringComparer.Ordinal).FirstOrDefault() is { } lost
            ? new VerifiedDivergence { Step = lost, RecordedHash = _ended[lost], Reason = DivergenceReason.Code, Evidence = "the step ran then and does not run now: the graph has lost it, or code decides otherwise" }
            : null;
    }

    private void Add(AuditRecord record)
    {
        switch (record.Body)
        {
            case AttemptStartedRecord { Continues: null } started:
                _asked[record.Step!] = started.StepRequestHash ?? started.RequestHash;
                break;

            case AttemptEndedRecord { Price: { } price } attempt:
                _prices[(attempt.Model, price)] = record.Time;
                break;

            case StepCompletedRecord { Outcome: StepOutcome.Failed } step:
                _failed.Add(record.Step!);
                _asked[record.Step!] = step.RequestHash;
                break;

            case StepCompletedRecord step:
                _ended[record.Step!] = step.RequestHash;
                break;

            case EffectRecord { Error: null }:
                _ended[record.Step!] = null;
                break;

            case RunEndedRecord ended:
                _outcome = ended.Outcome;
                break;
        }
    }

    private static string Show(Price? price) => price is null ? "unknown" : FormattableString.Invariant($"{price.InputUsdPerMillion} / {price.OutputUsdPerMillion}");

    [GeneratedRegex(@"\[\d+\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Index();
}
