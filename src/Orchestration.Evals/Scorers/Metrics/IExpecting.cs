using System.Text.Json;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>A scorer that knows how a case's expectation of its name is written.</summary>
internal interface IExpecting
{
    /// <summary>Whether it asks the case; otherwise it was told once for all cases.</summary>
    bool TakesExpectation { get; }

    /// <summary>What is wrong with an expectation, in a sentence with its place; <see langword="null"/> if nothing is.</summary>
    string? FaultOf(JsonElement argument);
}
