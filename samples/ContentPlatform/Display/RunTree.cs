using System.Globalization;
using ContentPlatform.Commands;
using Orchestration.Audit;
using Spectre.Console;

namespace ContentPlatform.Display;

/// <summary>Draws the records of one run as a tree: steps in the order in which they were first heard of, attempts below them.</summary>
internal static class RunTree
{
    public static Tree Of(IReadOnlyList<AuditRecord> records)
    {
        var start = (RunStartedRecord)records.First(static record => record.Kind == AuditKind.RunStarted).Body;
        var tree = new Tree(new Markup($"[bold]{Markup.Escape(AuditCommand.TopicOf(start))}[/]  [dim]{Markup.Escape($"{start.Graph} v{start.Version}, run {records[0].Run}")}[/]"));
        var steps = new Dictionary<string, TreeNode>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            switch (record.Body)
            {
                case RunStartedRecord begun:
                    tree.AddNode(new Markup(Markup.Escape($"{(begun.Resumed ? "resumed" : "started")} {At(record)}{(begun.ReplayOf is { } of ? $", a replay of {of}" : string.Empty)}")));
                    break;

                case AttemptStartedRecord intent when !IsEnded(records, record):
                    Step(record).AddNode($"[red]attempt {record.Attempt} on {Markup.Escape(intent.Model)} began and never ended[/]{(intent.ReservedUsd is { } usd ? $", {Words.Usd(usd)} reserved" : string.Empty)}");
                    break;

                case AttemptEndedRecord attempt:
                    var node = Step(record).AddNode(new Markup(Attempt(record, attempt)));
                    if (attempt.Seam is { } seam)
                    {
                        node.AddNode(new Markup(Joint(seam)));
                    }

                    break;

                case EffectRecord effect:
                    Step(record).AddNode(new Markup(effect.Error is { } error
                        ? $"[red]{Markup.Escape(error)}[/]  {Words.Seconds(effect.Duration)}"
                        : $"[green]read[/]  {Words.Count(effect.Result.Utf8.Length)} bytes recorded  {Words.Seconds(effect.Duration)}"));
                    break;

                case StepCompletedRecord { Outcome: not StepOutcome.New } step:
                    Step(record).AddNode(new Markup(step.Outcome == StepOutcome.Failed
                        ? $"[red]failed[/] after {Words.Count(step.Attempts, "attempt")}"
                        : $"[blue]{Words.Outcome(step.Outcome)}[/]  {Markup.Escape(step.Model ?? string.Empty)}'s answer, {Words.Count(step.Completion?.Text.Length ?? 0)} characters  $0"));
                    break;

                case RunEndedRecord end:
                    tree.AddNode(new Markup(
                        $"[{(end.Outcome == RunOutcome.Succeeded ? "green" : "red")}]{end.Outcome.ToString().ToLowerInvariant()}[/] {At(record)} in {Words.Seconds(end.Duration)}: "
                        + $"{Words.Count(end.Attempts, "call")}, {Words.Tokens(end.Usage)}, [bold]{Words.Usd(end.CostUsd, end.UnpricedAttempts)}[/]"));
                    break;
            }
        }

        return tree;

        TreeNode Step(AuditRecord record)
        {
            if (!steps.TryGetValue(record.Step!, out var node))
            {
                steps[record.Step!] = node = tree.AddNode($"[bold]{Markup.Escape(record.Step!)}[/]");
            }

            return node;
        }
    }

    private static string Attempt(AuditRecord record, AttemptEndedRecord attempt)
    {
        var usage = attempt.Completion?.Usage is { } reported ? Words.Tokens(reported) : "tokens not reported";
        var cost = Words.Cost(attempt);
        var first = attempt.TimeToFirstToken is { } wait ? $" (first token {Words.Seconds(wait)})" : string.Empty;
        var took = $"{usage}  {cost}  {Words.Seconds(attempt.Duration)}{first}";
        return attempt.Failure is { } reason
            ? $"[red]attempt {record.Attempt}[/] on {Markup.Escape(attempt.Model)}  [red]{Words.Reason(reason)}[/]: {Markup.Escape(attempt.Message ?? string.Empty)}  [dim]{took}[/]"
            : $"[green]attempt {record.Attempt}[/] on {Markup.Escape(attempt.Model)}  [green]done[/]  {took}";
    }

    private static string Joint(Seam seam)
    {
        var unseen = seam.Dropped > 0 ? $", {Words.Count(seam.Dropped)} more dropped unseen" : string.Empty;
        var repeated = seam.Overlap > 0 ? $", {Words.Count(seam.Overlap)} said again left out" : string.Empty;
        return $"[blue]carries on attempt {seam.After}[/] after {Words.Count(seam.Position, "character")}{unseen}{repeated}";
    }

    private static bool IsEnded(IReadOnlyList<AuditRecord> records, AuditRecord intent) =>
        records.Any(record => record.Kind == AuditKind.AttemptEnded && record.Step == intent.Step && record.Attempt == intent.Attempt && record.Time >= intent.Time);

    private static string At(AuditRecord record) => record.Time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
