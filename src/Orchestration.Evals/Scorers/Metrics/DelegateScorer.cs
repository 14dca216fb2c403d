namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>A scorer of the application's own code.</summary>
internal sealed class DelegateScorer(string name, string version, Func<ScoredOutput, CancellationToken, ValueTask<Score>> score) : IScorer
{
    public string Name { get; } = name;

    public string Version { get; } = version;

    public async ValueTask<Score> ScoreAsync(ScoredOutput output, CancellationToken cancellationToken)
    {
        try
        {
            return await score(output, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever the application's code throws, the output is neither good nor bad for it.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Score.Error($"The scorer '{Name}' threw {e.GetType().Name}: {e.Message}");
        }
    }

    /// <summary>A number as a score; one that is none is an error of the scorer.</summary>
    public static Score Of(double value) => value is >= 0 and <= 1
        ? Score.Of(value, FormattableString.Invariant($"{value:0.###}."))
        : Score.Error(FormattableString.Invariant($"The scorer gave {value}; a score is from 0 to 1."));
}
