namespace Orchestration.Evals.Inference;

/// <summary>How far a schema goes beyond what the samples show.</summary>
public sealed record SchemaInferenceOptions
{
    internal static SchemaInferenceOptions Default { get; } = new();

    /// <summary>The most different values of a string for which they become its <c>enum</c>.</summary>
    /// <value>0, the default, means none ever do.</value>
    public int MaxEnumValues { get; init; }

    /// <summary>How often a string must have been seen, for each different value of it, before its values become an <c>enum</c>.</summary>
    /// <value>5 by default.</value>
    public int SamplesPerEnumValue { get; init; } = 5;

    /// <summary>Whether objects take members that no sample has.</summary>
    /// <value>False by default: objects are closed.</value>
    public bool AllowsUnknown { get; init; }
}
