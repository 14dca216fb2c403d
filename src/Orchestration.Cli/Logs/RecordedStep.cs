using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Cli.Logs;

/// <summary>A step of a run as the log has it, or what holds steps: an item of several, a branch.</summary>
internal sealed class RecordedStep(string path, string name)
{
    /// <summary>As the log names it; empty for the run itself.</summary>
    public string Path { get; } = path;

    /// <summary>The last part of the path: a step's name, or <c>[3]</c>, <c>[then]</c>.</summary>
    public string Name { get; } = name;

    public List<RecordedStep> Children { get; } = [];

    public List<RecordedAttempt> Attempts { get; } = [];

    public EffectRecord? Effect { get; set; }

    public StepCompletedRecord? Completed { get; set; }

    /// <summary>When its effect or its output was recorded.</summary>
    public DateTimeOffset? RecordedAt { get; set; }

    public bool IsFailed => Completed?.Outcome == StepOutcome.Failed || Effect?.Error is not null || Children.Exists(static child => child.IsFailed);

    public decimal CostUsd => Attempts.Sum(static attempt => attempt.Result?.CostUsd ?? 0) + Children.Sum(static child => child.CostUsd);

    public int Unpriced => Attempts.Count(static attempt => attempt.Result is { CostUsd: null, Failure: null }) + Children.Sum(static child => child.Unpriced);

    public Usage Usage => Attempts.Select(static attempt => attempt.Result?.Completion?.Usage).OfType<Usage>().Concat(Children.Select(static child => child.Usage)).Aggregate(new Usage(), Usage.Add);

    public DateTimeOffset? Begun => Children.Select(static child => child.Begun)
        .Concat(Attempts.Select(static attempt => (DateTimeOffset?)attempt.Begun))
        .Append(Effect is null ? RecordedAt : RecordedAt - Effect.Duration)
        .Min();

    public DateTimeOffset? Ended => Children.Select(static child => child.Ended).Concat(Attempts.Select(static attempt => attempt.Ended)).Append(RecordedAt).Max();

    /// <summary>The step and all below it, each before those below it.</summary>
    public IEnumerable<RecordedStep> All => Children.SelectMany(static child => child.All).Prepend(this);

    /// <summary>Finds what a path names below this, and makes what is missing of it.</summary>
    public RecordedStep At(string path)
    {
        var (step, start) = (this, 0);
        while (start < path.Length)
        {
            // sections[3]/draft is three levels: the step, the item, the step within.
            var next = path.AsSpan(start + 1).IndexOfAny('/', '[') is var found and >= 0 ? start + 1 + found : path.Length;
            step = step.Child(path[..next], path[start..next]);
            start = next < path.Length && path[next] == '/' ? next + 1 : next;
        }

        return step;
    }

    private RecordedStep Child(string path, string name)
    {
        if (Children.Find(child => child.Name == name) is { } known)
        {
            return known;
        }

        var child = new RecordedStep(path, name);
        var index = IndexOf(name);
        var before = index < 0 ? -1 : Children.FindIndex(other => IndexOf(other.Name) > index);
        Children.Insert(before < 0 ? Children.Count : before, child);
        return child;
    }

    // Items stand in their order, in which they need not have begun.
    private static int IndexOf(string name) => name is ['[', .. var digits, ']'] && int.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) ? index : -1;
}
