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

    /// <summary>Told of each request after it was served, on the thread that served it.</summary>
    public Action<ServedRequest>? OnServed { get; init; }
}
