namespace Orchestration.Evals.Scorers;

/// <summary>Judges an output. Must be safe for use by many threads; one instance serves all cases.</summary>
public interface IScorer
{
    /// <summary>The metric's name in reports, baselines and gates; unique within an eval.</summary>
    string Name { get; }

    /// <summary>Changes when the scorer judges differently, as with its rubric or its judge's model: a baseline made under another one is no longer compared with.</summary>
    string Version => "1";

    /// <summary>Whether the metric may fail a build. Otherwise it is only shown.</summary>
    /// <value>True by default; false for a model as judge that has not been calibrated against people (see <see cref="JudgeCalibration"/>).</value>
    bool MayGate => true;

    /// <summary>Judges one output.</summary>
    /// <param name="output">The case, its output and its run.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The score. What went wrong in judging is a <see cref="Score.Error"/>, not an exception; an exception is taken for one.</returns>
    ValueTask<Score> ScoreAsync(ScoredOutput output, CancellationToken cancellationToken);
}
