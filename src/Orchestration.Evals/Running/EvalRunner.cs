namespace Orchestration.Evals.Running;

/// <summary>Runs evals through the application's own runtime. Safe for use by many threads.</summary>
/// <param name="services">The application's services: <c>AddOrchestration</c>, its graphs and models, and <c>AddEvals</c>.</param>
public sealed class EvalRunner(IServiceProvider services)
{
    /// <summary>What an evaluation would run and cost. Asks no model.</summary>
    /// <exception cref="GoldenSets.GoldenSetException">The golden set has faults.</exception>
    public Task<EvalEstimate> EstimateAsync(Eval eval, EvalOptions options, CancellationToken cancellationToken = default) => throw new NotSupportedException($"Not there yet. {services}");

    /// <summary>Runs an evaluation, or what is missing of one that was cut off.</summary>
    /// <param name="eval">The eval.</param>
    /// <param name="options">Where to, which cases, for how much.</param>
    /// <param name="progress">Told after each case, from any thread.</param>
    /// <param name="cancellationToken">Stops it. What is done by then is in the folder, and can be taken up again.</param>
    /// <exception cref="GoldenSets.GoldenSetException">The golden set has faults.</exception>
    public Task<EvalResults> RunAsync(Eval eval, EvalOptions options, IProgress<EvalProgress>? progress = null, CancellationToken cancellationToken = default) => throw new NotSupportedException("Not there yet.");
}

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
}
