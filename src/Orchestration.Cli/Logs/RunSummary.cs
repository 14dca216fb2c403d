using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Cli.Logs;

/// <summary>A run in a line.</summary>
internal sealed record RunSummary
{
    public required RunId Run { get; init; }

    public required string Tenant { get; init; }

    public required string Graph { get; init; }

    public required int Version { get; init; }

    /// <summary>When it was first started, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary><c>replay</c>, <c>rerun</c>, <c>eval</c>; <see langword="null"/> for a run that the application asked for.</summary>
    public string? Of { get; init; }

    public int Resumed { get; init; }

    /// <summary><see langword="null"/> while it runs, and when it was cut off.</summary>
    public RunOutcome? Outcome { get; init; }

    public string? FailedStep { get; init; }

    public FailureReason? Failure { get; init; }

    /// <summary>US dollars over all attempts whose cost is known, of all times it was taken up.</summary>
    public decimal CostUsd { get; init; }

    public int UnpricedAttempts { get; init; }

    public int Attempts { get; init; }

    public Usage Usage { get; init; } = new();

    /// <summary>In seconds, all times it was taken up together.</summary>
    public double Seconds { get; init; }

    public static RunSummary Begin(AuditRecord record, RunStartedRecord start) => new()
    {
        Run = record.Run!.Value,
        Tenant = record.Tenant,
        Graph = start.Graph,
        Version = start.Version,
        Started = record.Time,
        Resumed = start.Resumed ? 1 : 0,
        Of = start switch { { ReplayOf: not null } => "replay", { RerunOf: not null } => "rerun", { Eval: not null } => "eval", _ => null },
    };

    public RunSummary GoOn() => this with { Resumed = Resumed + 1, Outcome = null, FailedStep = null, Failure = null };

    public RunSummary End(RunEndedRecord end) => this with
    {
        Outcome = end.Outcome,
        FailedStep = end.FailedStep,
        Failure = end.Failure,
        CostUsd = CostUsd + end.CostUsd,
        UnpricedAttempts = UnpricedAttempts + end.UnpricedAttempts,
        Attempts = Attempts + end.Attempts,
        Usage = Usage + end.Usage,
        Seconds = Seconds + end.Duration.TotalSeconds,
    };
}
