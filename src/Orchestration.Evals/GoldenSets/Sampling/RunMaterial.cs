using System.Text.Json;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Evals.GoldenSets.Sampling;

/// <summary>Makes a case of one run, or of one of its steps.</summary>
internal static class RunMaterial
{
    /// <summary>Finds the starts of runs, and which of them succeeded, in one reading of the log.</summary>
    public static async Task<Dictionary<RunId, RunFacts>> FindAsync(IAuditLog log, HashSet<RunId> runs, SamplingOptions options, CancellationToken cancellationToken)
    {
        var found = new Dictionary<RunId, RunFacts>();
        await foreach (var record in log.ReadAsync(new AuditQuery { Tenant = options.Tenant, From = options.From }, cancellationToken).ConfigureAwait(false))
        {
            if (record.Run is not { } run || !runs.Contains(run))
            {
                continue;
            }

            if (record.Kind == AuditKind.RunStarted && record.Body is RunStartedRecord start)
            {
                found.TryAdd(run, new RunFacts(start.Graph, record.Tenant, start.Input, Succeeded: false));
            }
            else if (record.Kind == AuditKind.RunEnded && record.Body is RunEndedRecord end && found.TryGetValue(run, out var facts))
            {
                found[run] = facts with { Succeeded = end.Outcome == RunOutcome.Succeeded };
            }
        }

        return found;
    }

    public static async Task<GoldenCase> CaseAsync(IAuditLog log, Unit unit, RunFacts facts, SamplingOptions options, CancellationToken cancellationToken)
    {
        var golden = new GoldenCase
        {
            Id = $"{facts.Graph}-{unit.Hash[..12]}",
            Input = facts.Input,
            Source = new CaseSource(unit.Run, facts.Tenant, unit.Step),
        };
        return unit.Step is { } step
            ? await OfStepAsync(log, golden, step, options, cancellationToken).ConfigureAwait(false)
            : await OfGraphAsync(golden, facts.Succeeded, options, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<GoldenCase> OfGraphAsync(GoldenCase golden, bool succeeded, SamplingOptions options, CancellationToken cancellationToken) =>
        succeeded && options is { AcceptOutput: true, Output: { } output }
            ? golden with { Reference = await output(golden.Source!.Run, cancellationToken).ConfigureAwait(false) }
            : golden;

    // What the step itself answered is not for it to see.
    private static async Task<GoldenCase> OfStepAsync(IAuditLog log, GoldenCase golden, string step, SamplingOptions options, CancellationToken cancellationToken)
    {
        var answers = await RecordedAnswers.LoadAsync(log, golden.Source!.Run, cancellationToken).ConfigureAwait(false);
        var output = answers.Completions.GetValueOrDefault(step);
        return golden with
        {
            Recorded = answers with { Completions = answers.Completions.Remove(step), Effects = answers.Effects.Remove(step) },
            Reference = options.AcceptOutput && output is not null ? AsJson(output) : default,
        };
    }

    /// <summary>An answer that is a JSON object or list, as it is; any other as a JSON string.</summary>
    private static JsonBytes AsJson(string text)
    {
        if (text.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            try
            {
                using var document = JsonDocument.Parse(text, CanonicalJson.Strict);
                return new JsonBytes(System.Text.Encoding.UTF8.GetBytes(text));
            }
            catch (JsonException)
            {
                // It only looked like it.
            }
        }

        return new JsonBytes(System.Text.Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""));
    }
}

/// <summary>What the log says of a run as a whole.</summary>
internal sealed record RunFacts(string Graph, string Tenant, JsonBytes Input, bool Succeeded);
