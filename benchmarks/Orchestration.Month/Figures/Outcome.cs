using Orchestration.Month.Workload;

namespace Orchestration.Month.Figures;

/// <summary>What became of one request under one system.</summary>
internal sealed record Outcome
{
    public required DateTimeOffset At { get; init; }

    public required Difficulty Difficulty { get; init; }

    /// <summary>Equal for requests that say the same.</summary>
    public required ulong Meaning { get; init; }

    public required bool Succeeded { get; init; }

    /// <summary>Whether what the reader was left with is not the answer: cut off, doubled, or with something foreign in it.</summary>
    public required bool IsBroken { get; init; }

    /// <summary>Whether it differs from the answer in white space alone.</summary>
    public required bool HasOtherWhiteSpace { get; init; }

    /// <summary>Where a text that is not the answer leaves it; <see langword="null"/> for one that is.</summary>
    public required string? Difference { get; init; }

    public required bool IsFromCache { get; init; }

    public required int Restarts { get; init; }

    public required int Splices { get; init; }

    public required int Attempts { get; init; }

    /// <summary>The chance that the answer is good, in [0, 1]; 0 without an answer.</summary>
    public required double Quality { get; init; }

    public required string? Model { get; init; }

    public required string? Failure { get; init; }

    /// <summary>Seconds.</summary>
    public required double? FirstToken { get; init; }

    /// <summary>Seconds.</summary>
    public required double Total { get; init; }
}
