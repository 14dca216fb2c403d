namespace Orchestration.Simulator;

/// <summary>How a simulator runs, whatever it plays.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The loopback port.</summary>
    /// <value>0, the default: any free one.</value>
    public int Port { get; init; }

    /// <summary>The clock of all waits, outages and times in the log.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Whether the log keeps the requests' bodies; equal ones are kept once.</summary>
    public bool KeepBodies { get; init; } = true;

    /// <summary>Chooses the script of each request by what it asks, where the model's name is not enough. Called once a request, by many threads.</summary>
    /// <value><see langword="null"/>, the default, and where it gives <see langword="null"/>: the script of the model's name.</value>
    public Func<PromptSeen, ModelScript?>? Director { get; init; }

    /// <summary>Told of each request after it was served, on the thread that served it.</summary>
    public Action<ServedRequest>? OnServed { get; init; }
}

/// <summary>What a request asks, in no protocol's terms.</summary>
/// <param name="Protocol">What it spoke.</param>
/// <param name="Model">The model it asked for.</param>
/// <param name="Question">The text of the last message; of a request to carry on, of the message before the answer so far.</param>
/// <param name="AnswerSoFar">The assistant's message before the last one of the user; <see langword="null"/> = there is none.</param>
public sealed record PromptSeen(Protocol Protocol, string Model, string Question, string? AnswerSoFar);
