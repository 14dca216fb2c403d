using Orchestration.Evals.Cassettes;

namespace Orchestration.Evals.Running;

/// <summary>How far an evaluation is.</summary>
/// <param name="Done">Runs that ended, those taken over included.</param>
/// <param name="Total">Runs in all: cases x repeats x variants.</param>
/// <param name="Errors">Runs that could not be judged.</param>
/// <param name="SpentUsd">US dollars spent so far, judges included.</param>
/// <param name="Elapsed">Time since the start.</param>
/// <param name="Left">How long it will still take at the pace so far; <see langword="null"/> while that is not known.</param>
public sealed record EvalProgress(int Done, int Total, int Errors, decimal SpentUsd, TimeSpan Elapsed, TimeSpan? Left);

/// <summary>What an evaluation would run and cost.</summary>
public sealed record EvalEstimate
{
    /// <summary>Cases, after filter and shard.</summary>
    public required int Cases { get; init; }

    /// <summary>Runs: cases x repeats x variants, without those that are done.</summary>
    public required int Runs { get; init; }

    /// <summary>Runs for which the cassette has all that is known to be needed: they cost nothing.</summary>
    public required int FromCassette { get; init; }

    /// <summary>US dollars that the others are expected to cost, by what such runs cost before; <see langword="null"/> when nothing is known of that.</summary>
    public decimal? ExpectedUsd { get; init; }

    /// <summary>What the expectation rests on, in a sentence.</summary>
    public required string Basis { get; init; }

    /// <summary>What is done with the cassette in fact.</summary>
    internal CassetteMode Cassette { get; init; }
}
