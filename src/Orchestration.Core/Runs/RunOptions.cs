using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Policies;

namespace Orchestration.Runs;

/// <summary>What holds for one run as a whole.</summary>
public sealed record RunOptions
{
    /// <summary>Who pays. Separates caches, budgets and the audit log.</summary>
    /// <value>Empty by default: an application without tenants.</value>
    public string Tenant { get; init; } = string.Empty;

    /// <summary>Whom the run is for, such as a user or a conversation: within a tenant, the same subject always lands on the same side of a canary.</summary>
    /// <value><see langword="null"/>, the default, means the run's id: every run is drawn by itself. It is not written to the audit log.</value>
    public string? Subject { get; init; }

    /// <summary>How long the run may take; when it passes, the run fails with <see cref="FailureReason.Timeout"/>.</summary>
    /// <value><see langword="null"/>, the default, means no limit.</value>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The most the run may spend over all its steps. Holds beside the steps' own budgets.</summary>
    /// <value><see langword="null"/>, the default, means no cap.</value>
    public Budget? Budget { get; init; }

    /// <summary>How many model calls of the run may be under way at once.</summary>
    /// <value>At least 1; <see langword="null"/>, the default, means no limit.</value>
    public int? MaxConcurrentCalls { get; init; }

    /// <summary>A cap that the run shares with others. Holds beside its own.</summary>
    /// <value><see langword="null"/>, the default, means none.</value>
    public SharedBudget? SharedBudget { get; init; }

    /// <summary>Sends all model steps of the run to this route or model in the place of their policies' route and fallback, to try another model on a run.</summary>
    /// <value>A registered name; <see langword="null"/>, the default, leaves every step its own.</value>
    public string? Route { get; init; }

    /// <summary>The run that this one does again in another way; recorded, so that the two can be compared.</summary>
    /// <value><see langword="null"/> by default.</value>
    public RunId? RerunOf { get; init; }

    /// <summary>The case of a golden set that the run is for; recorded, so that readers of the log can leave it out.</summary>
    /// <value><see langword="null"/>, the default, means a run of the application's own.</value>
    public EvalCase? Eval { get; init; }

    internal string? Fault() => this switch
    {
        { Route: { } route } when string.IsNullOrWhiteSpace(route) => "Route is empty; name a route or model, or leave it null so that every step keeps its own",
        { Eval.Repeat: < 1 } => $"Eval.Repeat is {Eval.Repeat}; repeats count from 1",
        { SharedBudget: { } shared } when shared.Fault() is { } fault => fault,
        { Tenant: null } => "Tenant is null; leave it empty for an application without tenants",
        { Subject: { } subject } when string.IsNullOrWhiteSpace(subject) => "Subject is empty, so all such runs would be one subject; leave it null to draw every run by itself",
        { Deadline: { } deadline } when deadline <= TimeSpan.Zero || deadline > Timeouts.Longest => "Deadline is not positive, or longer than 49 days",
        { MaxConcurrentCalls: < 1 } => $"MaxConcurrentCalls is {MaxConcurrentCalls}; the least is 1",
        _ => Budget?.Fault(),
    };
}
