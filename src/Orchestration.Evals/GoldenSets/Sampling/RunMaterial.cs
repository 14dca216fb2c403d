using System.Text.Json;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Evals.GoldenSets.Sampling;

/// <summary>Makes a case of one run, or of one of its steps.</summary>
internal static class RunMaterial
{
    public static async Task<GoldenCase?> LoadAsync(IAuditLog log, Unit unit, SamplingOptions options, CancellationToken cancellationToken)
    {
        AuditRecord? started = null;
        var succeeded = false;
        await foreach (var record in log.ReadAsync(new AuditQuery { Tenant = options.Tenant, Run = unit.Run }, cancellationToken).ConfigureAwait(false))
        {
            started ??= record.Kind == AuditKind.RunStarted ? record : null;
            succeeded = record.Body is RunEndedRecord end ? end.Outcome == RunOutcome.Succeeded : succeeded;
        }

        if (started is not { Body: RunStartedRecord start })
        {
            return null;
        }

        var golden = new GoldenCase
        {
            Id = $"{start.Graph}-{unit.Hash[..12]}",
            Input = start.Input,
            Source = new CaseSource(unit.Run, started.Tenant, unit.Step),
        };
        return unit.Step is { } step
            ? await OfStepAsync(log, golden, step, options, cancellationToken).ConfigureAwait(false)
            : await OfGraphAsync(golden, succeeded, options, cancellationToken).ConfigureAwait(false);
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
