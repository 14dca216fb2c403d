namespace Orchestration.Cli.Logs;

/// <summary>Which runs are meant; what is <see langword="null"/> is any.</summary>
internal sealed record RunFilter
{
    /// <summary>Started at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Started before this time.</summary>
    public DateTimeOffset? To { get; init; }

    public string? Graph { get; init; }

    /// <summary>A model that at least one of its attempts was sent to.</summary>
    public string? Model { get; init; }

    /// <summary>Whether only runs that failed are meant.</summary>
    public bool Failed { get; init; }
}
