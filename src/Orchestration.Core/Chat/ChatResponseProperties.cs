namespace Orchestration.Chat;

/// <summary>What a response of <see cref="ChatClientExtensions.AsChatClient(Runs.IOrchestrator, string?, string)"/> carries in its <c>AdditionalProperties</c>; in a stream, its last update.</summary>
public static class ChatResponseProperties
{
    /// <summary>A <see cref="string"/>: the run's name in the audit log.</summary>
    public const string RunId = "orchestration.run";

    /// <summary>A <see cref="string"/>: how the call came by its answer, <c>New</c> or <c>Cached</c>.</summary>
    public const string Outcome = "orchestration.outcome";

    /// <summary>A <see cref="decimal"/>: US dollars over all attempts; <see langword="null"/> = the cost of one is unknown.</summary>
    public const string CostUsd = "orchestration.cost_usd";
}
