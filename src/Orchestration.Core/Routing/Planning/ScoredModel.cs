using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Routing.Planning;

/// <summary>A candidate with what its place in the plan was decided by.</summary>
internal struct ScoredModel
{
    public RegisteredModel Model;
    public ResolvedRoute Route;

    /// <summary>Nano-USD that the call is expected to cost; not a number when the price is not known.</summary>
    public double CostNano;

    /// <summary>Not a number when it is not known.</summary>
    public double Quality;

    /// <summary>Tokens that prompt and answer are expected to take together.</summary>
    public long Tokens;

    /// <summary>How far the model's tier is above the one for the class of the request.</summary>
    public int TiersAbove;

    /// <summary>How much of the worse-kept latency target the model takes: above 1, it misses it. 0 when it meets both.</summary>
    public double Lateness;

    /// <summary>The model's latency when it was judged, in ticks; 0 = not known.</summary>
    public long FirstTokenTicks;

    /// <inheritdoc cref="FirstTokenTicks"/>
    public long TotalTicks;

    /// <summary>The more lately the model has seen the beginning of the conversation, the more; 0 when it has not.</summary>
    public int Warmth;

    /// <summary>The canary by which it stands where it stands.</summary>
    public CanaryRule? Canary;

    /// <summary>Why it must not be asked; <see langword="null"/> when it may.</summary>
    public PassOverReason? Barred;

    /// <summary>What it lacks, when that is why.</summary>
    public ModelCapabilities Missing;

    public readonly bool IsLate => Lateness > 0;

    /// <summary>An unknown price comes last.</summary>
    public readonly double SortCost => double.IsNaN(CostNano) ? double.PositiveInfinity : CostNano;
}
