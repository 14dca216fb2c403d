using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orchestration.Models;
using Orchestration.Schemas;

namespace Orchestration.Audit;

/// <summary>What a record says, by its <see cref="AuditRecord.Kind"/>. A closed family.</summary>
public abstract record AuditBody
{
    private protected AuditBody() { }
}

/// <summary>A run began, or was taken up again after a crash.</summary>
public sealed record RunStartedRecord : AuditBody
{
    /// <summary>The graph's name.</summary>
    public required string Graph { get; init; }

    /// <summary>The graph's version, as its author counts.</summary>
    public required int Version { get; init; }

    /// <summary>The graph's fingerprint: SHA-256 in lower-case hex.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The run's input as JSON.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonBytes Input { get; init; }

    /// <summary>The run whose answers this one repeats; <see langword="null"/> unless this is a replay.</summary>
    public RunId? ReplayOf { get; init; }

    /// <summary>Whether the same run had been started before and goes on here.</summary>
    public bool Resumed { get; init; }

    /// <summary>The canary that gave the run to this version of the graph; <see langword="null"/> for none.</summary>
    public string? Canary { get; init; }

    /// <summary>The run that this one does again in another way, live; <see langword="null"/> unless this is a rerun.</summary>
    public RunId? RerunOf { get; init; }

    /// <summary>The case of a golden set that the run is for; <see langword="null"/> for a run of the application's own.</summary>
    public EvalCase? Eval { get; init; }

    /// <summary>The route or model that all its model steps were sent to in the place of their own; <see langword="null"/> for none.</summary>
    public string? Route { get; init; }

    /// <summary>The path of the one step that was run, on recorded answers for those before it; <see langword="null"/> for the whole graph.</summary>
    public string? OnlyStep { get; init; }

    /// <summary>Whether an application asked for the run, as opposed to a replay, a rerun or an eval of it.</summary>
    [JsonIgnore]
    public bool IsOriginal => ReplayOf is null && RerunOf is null && Eval is null;
}

/// <summary>Which case of a golden set a run is for.</summary>
/// <param name="GoldenSet">The golden set's name.</param>
/// <param name="Case">The case's id.</param>
/// <param name="Repeat">Which repetition, from 1. Those from 2 on have response caches of their own, so that repeats are samples and not copies.</param>
public sealed record EvalCase(string GoldenSet, string Case, int Repeat);

/// <summary>The intent of an attempt, written before any money is spent.</summary>
public sealed record AttemptStartedRecord : AuditBody
{
    /// <summary>The name the model is registered by.</summary>
    public required string Model { get; init; }

    /// <summary>Who serves the model, if its client says so.</summary>
    public string? Provider { get; init; }

    /// <summary>SHA-256 of <see cref="Request"/> in lower-case hex.</summary>
    public required string RequestHash { get; init; }

    /// <summary>The canonical request: everything the model is sent, exactly as the step wrote it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonBytes Request { get; init; }

    /// <summary>Our estimate of the prompt in tokens.</summary>
    public long EstimatedInputTokens { get; init; }

    /// <summary>The most tokens that the answer may take.</summary>
    public long MaxOutputTokens { get; init; }

    /// <summary>US dollars reserved for the worst case; <see langword="null"/> when no budget applies or the price is unknown.</summary>
    public decimal? ReservedUsd { get; init; }

    /// <summary>Why this model was asked and not another; <see langword="null"/> when there was only one.</summary>
    public RoutingChoice? Choice { get; init; }

    /// <summary>Where the attempt carries on the text of one that broke off; <see langword="null"/> when it begins anew. What of it was used, its end tells.</summary>
    public int? Continues { get; init; }

    /// <summary>The attempt whose answer and errors the model is shown, to repair it; <see langword="null"/> when it is asked for an answer of its own.</summary>
    public int? Repairs { get; init; }

    /// <summary>
    /// SHA-256 of the request in the step's own words, where the model is asked in others: to carry on, to repair, or with the schema among its instructions; <see langword="null"/> when it is
    /// <see cref="RequestHash"/>.
    /// </summary>
    public string? StepRequestHash { get; init; }
}

/// <summary>How an attempt ended, whatever the end was.</summary>
public sealed record AttemptEndedRecord : AuditBody
{
    /// <inheritdoc cref="AttemptStartedRecord.Model"/>
    public required string Model { get; init; }

    /// <inheritdoc cref="AttemptStartedRecord.Provider"/>
    public string? Provider { get; init; }

    /// <summary>SHA-256 of the canonical request that <see cref="AttemptStartedRecord"/> holds, in lower-case hex.</summary>
    public required string RequestHash { get; init; }

    /// <summary>The answer, or the part of it that came before a failure; <see langword="null"/> when nothing came.</summary>
    public Completion? Completion { get; init; }

    /// <summary>Why it failed; <see langword="null"/> for success.</summary>
    public FailureReason? Failure { get; init; }

    /// <summary>What the provider or the validator said of the failure. Holds no prompt text.</summary>
    public string? Message { get; init; }

    /// <summary>The provider's own code of the failure.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>The provider's id of the request, for its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long the provider asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The usage exactly as the provider reported it, if it did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonBytes RawUsage { get; init; }

    /// <summary>Our own estimate, beside what was reported.</summary>
    public Usage? EstimatedUsage { get; init; }

    /// <summary>The prices that applied.</summary>
    public Price? Price { get; init; }

    /// <summary>US dollars that the attempt cost; <see langword="null"/> = unknown, not 0.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>US dollars that the attempt took by our own estimate, where the provider reported no usage and the price is known; <see langword="null"/> otherwise. Part of no total of costs.</summary>
    public decimal? EstimatedCostUsd { get; init; }

    /// <summary>Where the answer joins the text of an attempt that broke off; <see langword="null"/> when it is an answer of its own.</summary>
    public Seam? Seam { get; init; }

    /// <summary>From the request to the first token.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>From the request to the end. Time in which the reader of the stream kept the model waiting is not in it.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The key under which the answer was offered to the response cache; <see langword="null"/> if it was not.</summary>
    public string? CacheKey { get; init; }

    /// <summary>Until when a response cache may serve the answer.</summary>
    public DateTimeOffset? CacheUntil { get; init; }

    /// <summary>What was wrong with the answer, if it had to be JSON; in its order, the first 32.</summary>
    public ImmutableArray<SchemaError> ValidationErrors { get; init; } = [];

    /// <summary>What of the answer's JSON was put right before it was read. The completion holds it as it came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonTolerance Mended { get; init; }

    /// <summary>Where the answer was stopped, since nothing that begins so is valid; <see langword="null"/> when it was not.</summary>
    public EarlyStop? Stopped { get; init; }

    /// <summary>What the reader of the step's stream was given since the step's record before this one, in order; <see langword="null"/> when nobody read.</summary>
    public ImmutableArray<DeliveredPiece>? Delivered { get; init; }
}

/// <summary>The result of an <c>Effect</c>: an outside read or write, recorded so that a replay need not repeat it.</summary>
public sealed record EffectRecord : AuditBody
{
    /// <summary>The result as JSON; empty when the effect failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonBytes Result { get; init; }

    /// <summary>The type and message of the exception, when it failed.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>A model step has its output, or has failed for good.</summary>
public sealed record StepCompletedRecord : AuditBody
{
    /// <summary>How it came by its output.</summary>
    public required StepOutcome Outcome { get; init; }

    /// <summary>SHA-256 of the step's canonical request, in lower-case hex. A replay compares it.</summary>
    public required string RequestHash { get; init; }

    /// <summary>The canonical request, where no attempt's record of this run holds it and it is not large; it can be absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonBytes Request { get; init; }

    /// <summary>The name of the model that answered.</summary>
    public string? Model { get; init; }

    /// <summary>The answer, where no attempt's record of this run holds it (a cache hit, a replay, an answer joined from several attempts).</summary>
    public Completion? Completion { get; init; }

    /// <summary>The record id of the ended attempt whose answer was accepted; for a cache hit, the attempt of whichever run first got it.</summary>
    public Guid? AcceptedAttempt { get; init; }

    /// <summary>Whether the output is the prompt's fallback value, since no model gave one.</summary>
    public bool FallbackValue { get; init; }

    /// <summary>How many attempts the call took; 0 for a cache hit or a replay.</summary>
    public int Attempts { get; init; }

    /// <summary>US dollars over all attempts whose cost is known.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Why the last attempt failed, when the step failed.</summary>
    public FailureReason? Failure { get; init; }

    /// <summary>The text that the reader of the stream had been given when the step failed; <see langword="null"/> when there was none, or the step did not fail.</summary>
    public string? DeliveredText { get; init; }

    /// <summary>As <see cref="AttemptEndedRecord.Delivered"/>, for what came after the last attempt; <see langword="null"/> when nothing did.</summary>
    public ImmutableArray<DeliveredPiece>? Delivered { get; init; }

    /// <summary>Why no other candidate was asked after the last attempt, or none at all, when the step failed; <see langword="null"/> when all were.</summary>
    public RoutingChoice? Choice { get; init; }
}

/// <summary>A run ended; its totals since it was started or, last, resumed. The sum over a run's attempts is the whole.</summary>
public sealed record RunEndedRecord : AuditBody
{
    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>The path of the step that failed, if one did.</summary>
    public string? FailedStep { get; init; }

    /// <summary>Why it failed.</summary>
    public FailureReason? Failure { get; init; }

    /// <summary>Tokens over all attempts of the run.</summary>
    public Usage Usage { get; init; } = Usage.None;

    /// <summary>US dollars over all attempts whose cost is known.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>How many attempts' cost is unknown.</summary>
    public int UnpricedAttempts { get; init; }

    /// <summary>Attempts over all steps.</summary>
    public int Attempts { get; init; }

    /// <summary>From start to end.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>Binds the records of one tenant since its last seal, so that a later change shows. Written by the log, not by runs.</summary>
public sealed record SealRecord : AuditBody
{
    /// <summary>The seal's place in its tenant's chain, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>The record hash of the tenant's previous seal in lower-case hex; empty for the first.</summary>
    public required string Previous { get; init; }

    /// <summary>How many records the seal covers.</summary>
    public required int Count { get; init; }

    /// <summary>The Merkle tree root over the covered records' hashes, in the log's order, in lower-case hex (RFC 6962 section 2.1).</summary>
    public required string Root { get; init; }

    /// <summary>The id of the first covered record.</summary>
    public required Guid First { get; init; }

    /// <summary>The id of the last covered record.</summary>
    public required Guid Last { get; init; }
}

/// <summary>The routing of calls changed. Belongs to no run and, as all tenants are concerned, to the empty tenant.</summary>
public sealed record RoutingChangedRecord : AuditBody
{
    /// <summary>What happened.</summary>
    public required RoutingChange Change { get; init; }

    /// <summary>The version of the routing policy that holds from here on, as its author names it; <see langword="null"/> when it has none.</summary>
    public string? PolicyVersion { get; init; }

    /// <summary>The name of the canary that was rolled back; <see langword="null"/> when a policy was applied.</summary>
    public string? Canary { get; init; }

    /// <summary>Why, with the figures, in a sentence. Holds no prompt text.</summary>
    public string? Reason { get; init; }
}

/// <summary>How good the output of a run or step is, as a scorer or a person has judged it. A run may have many, also of one metric: the latest of a scorer counts.</summary>
public sealed record ScoredRecord : AuditBody
{
    /// <summary>What was judged, such as <c>groundedness</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>From 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>Why, in a sentence. May quote the output.</summary>
    public string? Reason { get; init; }

    /// <summary>Who judged: a scorer's name and version, or a person; <see langword="null"/> when it was not said.</summary>
    public string? Scorer { get; init; }
}

/// <summary>Somebody read recorded runs through a tool. Of many runs at once, the record is of no run, and of the empty tenant where it concerns more than one.</summary>
public sealed record AccessedRecord : AuditBody
{
    /// <summary>Who looked.</summary>
    public required string Actor { get; init; }

    /// <summary>What for, such as <c>show</c>, <c>verify</c>, <c>exact</c>, <c>rerun</c>, <c>export</c>, <c>sample</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Why, in the actor's words, such as a ticket's number.</summary>
    public string? Reason { get; init; }

    /// <summary>How many runs were read, where it is not one.</summary>
    public int? Runs { get; init; }
}

/// <summary>How a step came by its output.</summary>
public enum StepOutcome
{
    /// <summary>It ran.</summary>
    New,

    /// <summary>A cache, or an identical call under way, gave the answer.</summary>
    Cached,

    /// <summary>The audit log gave the answer.</summary>
    Replayed,

    /// <summary>It stands on a branch that was not taken.</summary>
    Skipped,

    /// <summary>It failed.</summary>
    Failed,
}

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>The output was computed.</summary>
    Succeeded,

    /// <summary>A step failed.</summary>
    Failed,

    /// <summary>The caller cancelled it.</summary>
    Cancelled,
}

/// <summary>How the routing of calls changed.</summary>
public enum RoutingChange
{
    /// <summary>A routing policy took the place of the one before.</summary>
    Applied,

    /// <summary>A canary left its bounds and takes no more traffic.</summary>
    CanaryRolledBack,
}
