namespace Orchestration.Diagnostics;

/// <summary>Every name that the runtime's telemetry uses.</summary>
/// <remarks>
/// <c>gen_ai.*</c>, <c>server.*</c> and <c>error.type</c>: OpenTelemetry semantic conventions 1.41.0, status Development
/// (https://github.com/open-telemetry/semantic-conventions/tree/v1.41.0/docs/gen-ai). <c>orchestration.*</c>: ours. A name changes only with a line in the changelog.
/// </remarks>
internal static class TelemetryNames
{
    // Operations
    public const string InvokeWorkflow = "invoke_workflow";
    public const string Chat = "chat";
    public const string Ask = "ask";

    // Attributes of the conventions
    public const string OperationName = "gen_ai.operation.name";
    public const string ProviderName = "gen_ai.provider.name";
    public const string WorkflowName = "gen_ai.workflow.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string RequestTemperature = "gen_ai.request.temperature";
    public const string RequestTopP = "gen_ai.request.top_p";
    public const string RequestMaxTokens = "gen_ai.request.max_tokens";
    public const string RequestSeed = "gen_ai.request.seed";
    public const string OutputType = "gen_ai.output.type";
    public const string ResponseModel = "gen_ai.response.model";
    public const string ResponseFinishReasons = "gen_ai.response.finish_reasons";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string CacheReadInputTokens = "gen_ai.usage.cache_read.input_tokens";
    public const string CacheCreationInputTokens = "gen_ai.usage.cache_creation.input_tokens";
    public const string ReasoningOutputTokens = "gen_ai.usage.reasoning.output_tokens";
    public const string TokenType = "gen_ai.token.type";
    public const string InputMessages = "gen_ai.input.messages";
    public const string OutputMessages = "gen_ai.output.messages";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";

    // Metrics of the conventions
    public const string TokenUsage = "gen_ai.client.token.usage";
    public const string OperationDuration = "gen_ai.client.operation.duration";
    public const string TimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk";
    public const string TimePerOutputChunk = "gen_ai.client.operation.time_per_output_chunk";
    public const string WorkflowDuration = "gen_ai.workflow.duration";

    // Attributes of our own
    public const string GraphVersion = "orchestration.graph.version";
    public const string Run = "orchestration.run.id";
    public const string Tenant = "orchestration.tenant";
    public const string Step = "orchestration.step";
    public const string Attempt = "orchestration.attempt";
    public const string Attempts = "orchestration.attempts";
    public const string Outcome = "orchestration.outcome";
    public const string CostUsd = "orchestration.cost_usd";
    public const string CacheHit = "orchestration.cache.hit";
    public const string FallbackFrom = "orchestration.fallback.from";
    public const string Reason = "orchestration.reason";
    public const string Canary = "orchestration.canary";

    // Metrics of our own
    public const string Cost = "orchestration.cost";
    public const string UnpricedAttempts = "orchestration.cost.unpriced_attempts";
    public const string CacheLookups = "orchestration.cache.lookups";
    public const string BudgetRefusals = "orchestration.budget.refusals";
    public const string CircuitsOpened = "orchestration.circuit.opened";
    public const string CircuitRejections = "orchestration.circuit.rejections";
    public const string Fallbacks = "orchestration.fallbacks";
    public const string Splices = "orchestration.splices";
    public const string HeldBack = "orchestration.stream.held_back";
    public const string InvalidOutputs = "orchestration.output.invalid";
    public const string SavedTokens = "orchestration.output.saved_tokens";
    public const string CanaryRollbacks = "orchestration.canary.rollbacks";
}
