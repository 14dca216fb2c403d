using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Orchestration.Models;
using Orchestration.Schemas;

namespace Orchestration.Runs;

/// <summary>A run that has no output, with everything that was tried and what it cost.</summary>
public sealed class RunFailedException : OrchestrationException
{
    internal RunFailedException(RunId run, string graph, string step, FailureReason? reason, IReadOnlyList<AttemptFailure> attempts, decimal costUsd, string detail, Exception? inner)
        : base(Describe(run, graph, step, reason, attempts, costUsd, detail), inner)
    {
        (Run, Graph, Step, Reason, Attempts, CostUsd) = (run, graph, step, reason, attempts, costUsd);
    }

    /// <summary>The run's name in the audit log.</summary>
    public RunId Run { get; }

    /// <summary>The graph's name.</summary>
    public string Graph { get; }

    /// <summary>The path of the step that failed first, such as <c>sections[3]/draft</c>.</summary>
    public string Step { get; }

    /// <summary>Why the step's last attempt failed; <see langword="null"/> when the application's own code threw (see <see cref="Exception.InnerException"/>).</summary>
    public FailureReason? Reason { get; }

    /// <summary>What was tried for the step, in order.</summary>
    public IReadOnlyList<AttemptFailure> Attempts { get; }

    /// <summary>US dollars that the whole run has cost, as far as is known.</summary>
    public decimal CostUsd { get; }

    /// <summary>
    /// The text of the failed step that its reader has been given, and that nobody carried on; <see langword="null"/> when there is none. To ask again from the start would give the reader the same text twice.
    /// </summary>
    public string? DeliveredText { get; internal init; }

    private static string Describe(RunId run, string graph, string step, FailureReason? reason, IReadOnlyList<AttemptFailure> attempts, decimal costUsd, string detail)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Graph '{graph}', step '{step}' failed");
        text.Append(CultureInfo.InvariantCulture, $"{(reason is { } known ? $" ({known})" : string.Empty)}: {detail}");
        foreach (var attempt in attempts)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {attempt}");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n  The run cost {costUsd} USD. Its audit log entry is run {run}.");
        return text.ToString();
    }
}

/// <summary>One failed try of a call.</summary>
public sealed record AttemptFailure
{
    /// <summary>From 1; 0 for a candidate that was passed over without a request (open circuit, limit, budget).</summary>
    public required int Attempt { get; init; }

    /// <summary>The name the model is registered by.</summary>
    public required string Model { get; init; }

    /// <summary>Why it failed.</summary>
    public required FailureReason Reason { get; init; }

    /// <summary>What the provider, the validator or the runtime says of it. Holds no prompt text.</summary>
    public required string Message { get; init; }

    /// <summary>What was wrong with an answer that had to be JSON; empty for other failures. May quote the answer.</summary>
    public ImmutableArray<SchemaError> Errors { get; init; } = [];

    /// <summary>How much of such an answer had come when it was stopped, since it could no longer become valid, in UTF-16 code units; <see langword="null"/> when it was read to its end.</summary>
    public int? StoppedAt { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Tokens reported; <see langword="null"/> = unknown.</summary>
    public Usage? Usage { get; init; }

    /// <summary>US dollars; <see langword="null"/> = unknown.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>How long the provider asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>One line for people.</summary>
    public override string ToString() => Attempt == 0
        ? $"passed over {Model}: {Reason}: {Message}"
        : string.Create(CultureInfo.InvariantCulture, $"attempt {Attempt} on {Model}: {Reason} after {Duration.TotalSeconds:0.###} s: {Message}");
}
