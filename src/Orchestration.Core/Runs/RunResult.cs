using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Models;

namespace Orchestration.Runs;

/// <summary>How a run ended and what it took. The totals are there either way.</summary>
/// <remarks>Of a resumed run, steps and totals are those since it was resumed; the log has them all.</remarks>
public abstract record RunResult
{
    private protected RunResult() { }

    /// <summary>The run's name in the audit log.</summary>
    public required RunId Run { get; init; }

    /// <summary>Why the run failed; <see langword="null"/> when it succeeded.</summary>
    public RunFailedException? Failure { get; init; }

    /// <summary>Whether there is an output.</summary>
    public bool Succeeded => Failure is null;

    /// <summary>The output as an object. Throws as the typed one does.</summary>
    public abstract object? Output { get; }

    /// <summary>The output as JSON by the graph's contract: text is a JSON string. Throws as <see cref="Output"/> does.</summary>
    /// <exception cref="NotSupportedException">The output's type has no JSON contract; the message says how to give it one.</exception>
    public JsonBytes ToJson()
    {
        var output = Output;
        return Target is null ? Graph.WriteOutput(output) : Target.Prompt!.Write(output);
    }

    // Both are set by the run that made the result.
    internal Graph Graph { get; init; } = null!;

    internal StepTarget? Target { get; init; }

    /// <summary>The model steps and effects, in the order in which they ended.</summary>
    public required IReadOnlyList<StepReport> Steps { get; init; }

    /// <summary>Tokens over all attempts.</summary>
    public required Usage Usage { get; init; }

    /// <summary>US dollars over all attempts whose cost is known.</summary>
    public required decimal CostUsd { get; init; }

    /// <summary>Attempts whose cost is unknown: their model has no known price, or the provider reported no usage.</summary>
    public required int UnpricedAttempts { get; init; }

    /// <summary>From start to end.</summary>
    public required TimeSpan Duration { get; init; }
}

/// <summary>How a run ended and what it took.</summary>
/// <typeparam name="TOut">The graph's output.</typeparam>
public sealed record RunResult<TOut> : RunResult
{
    private readonly TOut? _value;

    internal RunResult(TOut? value) => _value = value;

    /// <summary>The output.</summary>
    /// <exception cref="RunFailedException">The run failed.</exception>
    public TOut Value => Failure is null ? _value! : throw Failure;

    /// <inheritdoc/>
    public override object? Output => Value;
}

/// <summary>What one model step or effect took.</summary>
public sealed record StepReport
{
    /// <summary>The step's path, such as <c>sections[3]/draft</c>.</summary>
    public required string Step { get; init; }

    /// <summary>How it came by its output.</summary>
    public required StepOutcome Outcome { get; init; }

    /// <summary>The model that answered; <see langword="null"/> for an effect, and where no model did.</summary>
    public string? Model { get; init; }

    /// <summary>How many attempts it took; 0 for a cache hit or a replay.</summary>
    public int Attempts { get; init; }

    /// <summary>Tokens over its attempts.</summary>
    public Usage Usage { get; init; } = Usage.None;

    /// <summary>US dollars over its attempts whose cost is known.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Attempts whose cost is unknown.</summary>
    public int UnpricedAttempts { get; init; }

    /// <summary>From its start to its end, waits between attempts included.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What an effect gave, as JSON as it is recorded; empty for a model step.</summary>
    public JsonBytes Result { get; init; }
}
