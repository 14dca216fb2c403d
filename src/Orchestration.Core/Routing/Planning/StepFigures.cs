namespace Orchestration.Routing.Planning;

/// <summary>What is known of a model on one step.</summary>
internal sealed class StepFigures
{
    private Known _quality = new(-1, double.NaN);

    /// <summary>The tokens that its answers have taken.</summary>
    public DecayingMean Output { get; } = new();

    /// <summary>The model's quality; not a number when it is not known. The scores are looked up again when one of them has been set.</summary>
    public double QualityBy(QualityScores scores, StepKey step, RegisteredModel model)
    {
        var known = Volatile.Read(ref _quality);
        if (known.Version == scores.Version)
        {
            return known.Quality;
        }

        var version = scores.Version;
        known = new Known(version, scores.Find(step.Graph, step.Step, model.Name) ?? model.Profile.Quality ?? double.NaN);
        Volatile.Write(ref _quality, known);
        return known.Quality;
    }

    private sealed record Known(long Version, double Quality);
}

/// <summary>A mean in which the last twenty values or so weigh. Safe for many threads.</summary>
internal sealed class DecayingMean
{
    private const int Remembered = 20;

    private readonly Lock _gate = new();
    private int _count;
    private double _mean = double.NaN;

    /// <summary>Not a number until a value has been added.</summary>
    public double Value => Volatile.Read(ref _mean);

    public void Add(double value)
    {
        lock (_gate)
        {
            _count = Math.Min(_count + 1, Remembered);
            Volatile.Write(ref _mean, _count == 1 ? value : _mean + ((value - _mean) / _count));
        }
    }
}
