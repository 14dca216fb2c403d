using Orchestration.Audit;

namespace Orchestration.Replay;

/// <summary>Something that the reader of a run's stream was given. A closed family.</summary>
/// <param name="At">Time since the run was first started.</param>
public abstract record SeenEvent(TimeSpan At)
{
    /// <summary>The step's path; empty for what concerns the run.</summary>
    public string Step { get; init; } = string.Empty;
}

/// <summary>A piece of a step's text.</summary>
/// <param name="At">As above.</param>
/// <param name="Attempt">The attempt it belongs to; 0 for an answer from the cache or the log.</param>
/// <param name="Model">Whose words it is of; of a piece that begins before a seam, the model that carried on. <see langword="null"/> if the log does not say.</param>
/// <param name="Text">The piece.</param>
public sealed record SeenText(TimeSpan At, int Attempt, string? Model, string Text) : SeenEvent(At);

/// <summary>An answer broke off, and another attempt carries it on from here: what follows continues the text so far.</summary>
/// <param name="At">As above.</param>
/// <param name="Attempt">The attempt that carries on.</param>
/// <param name="Seam">Where and how the two meet.</param>
/// <param name="First">The leg that broke off, exactly as it was received; it may itself be joined.</param>
/// <param name="Second">The leg that carries on, exactly as it was received.</param>
public sealed record SeenSplice(TimeSpan At, int Attempt, Seam Seam, SeenLeg First, SeenLeg Second) : SeenEvent(At);

/// <summary>One of the two answers that meet at a seam.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Model">The name the model is registered by.</param>
/// <param name="Text">All that was received, also what no reader was given.</param>
public sealed record SeenLeg(int Attempt, string Model, string Text);

/// <summary>The step's text so far was void, and the reader was told so.</summary>
/// <param name="At">As above.</param>
public sealed record SeenRestart(TimeSpan At) : SeenEvent(At);

/// <summary>The run had been cut off and went on from here, for a reader of its own: all texts begin anew.</summary>
/// <param name="At">As above.</param>
public sealed record SeenResume(TimeSpan At) : SeenEvent(At);
