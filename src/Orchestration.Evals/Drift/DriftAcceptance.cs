namespace Orchestration.Evals.Drift;

/// <summary>A change that is meant to stay, such as a move to another model: days before it are not compared with any more.</summary>
public sealed record DriftAcceptance
{
    /// <summary>The first day, in UTC, that is as things are to be now.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The graph that changed; <see langword="null"/> for all. Figures over all graphs are of the changed one too, and are compared with later days alone.</summary>
    public string? Graph { get; init; }

    /// <summary>Why, in the words of whoever accepted it.</summary>
    public string? Note { get; init; }

    /// <summary>Who accepted it.</summary>
    public string? By { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    internal bool Concerns(DriftSeries series) => Graph is null || series.Graph is null || series.Graph == Graph;
}
