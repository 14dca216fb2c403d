using System.Globalization;
using Orchestration.Audit;
using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>A record in a line.</summary>
internal static class RecordLine
{
    // Ids that were made at nearly the same time differ in their last digits.
    private const int ShownOfId = 8;

    public static void Show(Screen screen, AuditRecord record)
    {
        var (color, text) = Of(record);
        var run = record.Run?.ToString() is { } id ? id[^ShownOfId..] : "-";
        var who = record.Tenant.Length == 0 ? string.Empty : $"{record.Tenant}  ";
        Columns.Write(screen,
        [
            ($"{record.Time.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}  {run}  {who}", new Style(decoration: Decoration.Dim)),
            (record.Step is { } step ? $"{step}  " : string.Empty, new Style(decoration: Decoration.Bold)),
            (text, new Style(color)),
        ]);
    }

    private static (Color Color, string Text) Of(AuditRecord record) => record.Body switch
    {
        RunStartedRecord start => (Color.Default, $"{start.Graph} v{start.Version} {(start.Resumed ? "taken up again" : "started")}{(start.ReplayOf is { } of ? $", a replay of {of}" : string.Empty)}{(start.RerunOf is { } again ? $", a rerun of {again}" : string.Empty)}"),
        AttemptStartedRecord attempt => (Color.Grey, $"attempt {record.Attempt} on {attempt.Model}"),
        AttemptEndedRecord { Failure: { } why } attempt => (Color.Red, $"attempt {record.Attempt} on {attempt.Model}: {Words.Of(why)} after {Words.Seconds(attempt.Duration)}{(attempt.Message is { Length: > 0 } said ? $": {said}" : string.Empty)}"),
        AttemptEndedRecord attempt => (Color.Default, $"attempt {record.Attempt} on {attempt.Model}: {Words.Count(attempt.Completion?.Text.Length ?? 0, "character")}, {Words.Cost(attempt)}, {Words.Seconds(attempt.Duration)}"),
        EffectRecord { Error: { } error } => (Color.Red, error),
        EffectRecord effect => (Color.Default, $"{Words.Count(effect.Result.Utf8.Length, "byte")} read in {Words.Seconds(effect.Duration)}"),
        StepCompletedRecord { Outcome: StepOutcome.Failed } => (Color.Red, "failed"),
        StepCompletedRecord step => (step.Outcome == StepOutcome.New ? Color.Green : Color.Blue, $"{Words.Outcome(step.Outcome)}{(step.Model is { } model ? $" by {model}" : string.Empty)}"),
        RunEndedRecord end => (end.Outcome == RunOutcome.Succeeded ? Color.Green : Color.Red, $"{Words.Of(end.Outcome)} in {Words.Seconds(end.Duration)}: {Words.Count(end.Attempts, "attempt")}, {Words.Usd(end.CostUsd, end.UnpricedAttempts)}"),
        ScoredRecord score => (Color.Default, FormattableString.Invariant($"{score.Metric} {score.Score:0.00}{(score.Scorer is { } who ? $" by {who}" : string.Empty)}")),
        AccessedRecord look => (Color.Yellow, $"{look.Actor} looked ({look.Action}){(look.Reason is { } why ? $": {why}" : string.Empty)}"),
        RoutingChangedRecord change => (Color.Yellow, $"routing {Words.Of(change.Change)}{(change.Reason is { } why ? $": {why}" : string.Empty)}"),
        SealRecord seal => (Color.Grey, $"seal {seal.Sequence} over {Words.Count(seal.Count, "record")}"),
        _ => (Color.Default, Words.Of(record.Kind)),
    };
}
