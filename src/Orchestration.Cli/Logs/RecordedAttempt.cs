using Orchestration.Audit;

namespace Orchestration.Cli.Logs;

/// <summary>One attempt as the log has it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Intent">What was written before it; <see langword="null"/> when the log was cut before it.</param>
/// <param name="Begun">When it began.</param>
internal sealed record RecordedAttempt(int Number, AttemptStartedRecord? Intent, DateTimeOffset Begun)
{
    /// <summary>How it ended; <see langword="null"/> when it never did.</summary>
    public AttemptEndedRecord? Result { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public string Model => Result?.Model ?? Intent?.Model ?? string.Empty;
}
