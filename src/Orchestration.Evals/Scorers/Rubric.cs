using System.Collections.Immutable;

namespace Orchestration.Evals.Scorers;

/// <summary>What a judge is to look at, and what each level means. A level without an anchor would mean something else to each judge and each day.</summary>
public sealed record Rubric
{
    /// <summary>What is judged, such as <c>Is every claim of the answer supported by the source?</c></summary>
    public required string Criterion { get; init; }

    /// <summary>By level: the text that says when it is given. The lowest level is a score of 0, the highest of 1, others between by their number.</summary>
    /// <value>At least two.</value>
    public required ImmutableSortedDictionary<int, string> Anchors { get; init; }

    /// <summary>Passed or not.</summary>
    /// <param name="criterion">What is judged.</param>
    /// <param name="passes">When it passes.</param>
    /// <param name="fails">When it does not.</param>
    public static Rubric PassFail(string criterion, string passes = "The answer fulfils the criterion in full.", string fails = "The answer does not fulfil the criterion, or only in part.") =>
        Of(criterion, fails, passes);

    /// <summary>Levels from 1 on.</summary>
    /// <param name="criterion">What is judged.</param>
    /// <param name="anchors">When each level is given, the worst first.</param>
    public static Rubric Levels(string criterion, params ReadOnlySpan<string> anchors) => Make(criterion, anchors, first: 1);

    internal double ScoreOf(int level) => (double)(level - Anchors.Keys.First()) / (Anchors.Keys.Last() - Anchors.Keys.First());

    internal string? Fault() => this switch
    {
        { Criterion: null or "" } => "The rubric has no criterion.",
        { Anchors: null or { Count: < 2 } } => "The rubric has fewer than two anchors, so there is nothing to choose from.",
        _ => Anchors.Values.Any(string.IsNullOrWhiteSpace) ? "An anchor of the rubric is empty." : null,
    };

    private static Rubric Of(string criterion, params ReadOnlySpan<string> anchors) => Make(criterion, anchors, first: 0);

    private static Rubric Make(string criterion, ReadOnlySpan<string> anchors, int first)
    {
        var levels = ImmutableSortedDictionary.CreateBuilder<int, string>();
        foreach (var anchor in anchors)
        {
            levels.Add(first + levels.Count, anchor);
        }

        return new Rubric { Criterion = criterion, Anchors = levels.ToImmutable() };
    }
}
