using Orchestration.Models;

namespace Orchestration.Graphs;

/// <summary>Where an effect stands: what it may tell the outside system of itself.</summary>
/// <remarks>An effect reaches its services through what its lambda captures: define the graph in a class that has them, and let the lambda use its fields.</remarks>
public sealed record EffectContext
{
    /// <summary>The run.</summary>
    public required RunId Run { get; init; }

    /// <summary>Who pays; empty for an application without tenants.</summary>
    public required string Tenant { get; init; }

    /// <summary>The step's path, such as <c>sections[3]/publish</c>.</summary>
    public required string Step { get; init; }

    /// <summary>From 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The same for every attempt of this step in this run, also when the run is resumed after a crash: an outside system can tell a repetition by it.</summary>
    public string IdempotencyKey => $"{Run}/{Step}";
}
