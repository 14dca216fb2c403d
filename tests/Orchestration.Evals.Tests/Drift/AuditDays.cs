using System.Buffers.Binary;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Schemas;

namespace Orchestration.Evals.Tests.Drift;

/// <summary>Writes the records of runs as the runtime does, at any time and with any figures.</summary>
internal sealed class AuditDays
{
    private int _ids;

    public List<AuditRecord> Records { get; } = [];

    public static DateTimeOffset At(DateOnly day, double hours = 12) => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddHours(hours);

    /// <summary>A run of one call with one attempt.</summary>
    public RunId Call(DateTimeOffset at, double? score = null, CallFigures? figures = null, string tenant = "acme", string step = "draft", EvalCase? eval = null, RunId? replayOf = null)
    {
        figures ??= new();
        var run = Start(at, tenant, figures, eval, replayOf);
        Attempt(run, at.AddSeconds(1), tenant, step, figures);
        End(run, at.AddSeconds(2), tenant, step, figures);
        if (score is { } value)
        {
            Score(run, at.AddMinutes(5), value, tenant: tenant);
        }

        return run;
    }

    public RunId Start(DateTimeOffset at, string tenant = "acme", CallFigures? figures = null, EvalCase? eval = null, RunId? replayOf = null)
    {
        var run = new RunId(Id(at));
        Add(at, tenant, run, null, null, new RunStartedRecord
        {
            Graph = "article", Version = figures?.Version ?? 1, Fingerprint = $"f{figures?.Version ?? 1}", Eval = eval, ReplayOf = replayOf,
        });
        return run;
    }

    public void Attempt(RunId run, DateTimeOffset at, string tenant, string step, CallFigures figures, int attempt = 1) => Add(at, tenant, run, step, attempt, new AttemptEndedRecord
    {
        Model = "large",
        Provider = "somebody",
        RequestHash = "00",
        Failure = figures.Failure,
        ValidationErrors = figures.Failure == FailureReason.InvalidOutput ? [new SchemaError { InstancePath = "/a", SchemaPath = "/required", Keyword = "required", Message = "is missing" }] : [],
        Completion = figures.Failure is null or FailureReason.InvalidOutput
            ? new Completion { Text = "x", FinishReason = "stop", ModelId = figures.ModelId, Usage = new Usage { InputTokens = 100, OutputTokens = 20 } }
            : null,
        CostUsd = 0.001m,
        Duration = TimeSpan.FromMilliseconds(figures.Milliseconds),
        TimeToFirstToken = TimeSpan.FromMilliseconds(figures.Milliseconds / 4),
    });

    public void End(RunId run, DateTimeOffset at, string tenant, string step, CallFigures figures)
    {
        Add(at, tenant, run, step, null, new StepCompletedRecord
        {
            Outcome = figures.Outcome, RequestHash = "00", Model = figures.Outcome == StepOutcome.Failed ? null : "large", Attempts = 1, CostUsd = 0.001m,
        });
        Add(at, tenant, run, null, null, new RunEndedRecord { Outcome = figures.Outcome == StepOutcome.Failed ? RunOutcome.Failed : RunOutcome.Succeeded });
    }

    public void Score(RunId run, DateTimeOffset at, double score, string metric = "exact", string scorer = "exact 1", string? step = null, string tenant = "acme") =>
        Add(at, tenant, run, step, null, new ScoredRecord { Metric = metric, Score = score, Scorer = scorer });

    public void Routing(DateTimeOffset at, string version) => Add(at, string.Empty, null, null, null, new RoutingChangedRecord { Change = RoutingChange.Applied, PolicyVersion = version });

    public InMemoryAuditLog Log() => LogOf(Records);

    public static InMemoryAuditLog LogOf(IEnumerable<AuditRecord> records)
    {
        var log = new InMemoryAuditLog(1L << 30);
        foreach (var record in records)
        {
            // In memory, an append has ended when it returns.
            Assert.True(log.AppendAsync(record).AsTask().IsCompletedSuccessfully);
        }

        return log;
    }

    private void Add(DateTimeOffset at, string tenant, RunId? run, string? step, int? attempt, AuditBody body) => Records.Add(AuditRecord.Create(Id(at), tenant, run, step, attempt, at, body));

    // A time, and a number in the place of the random bits, spread as they would be.
    private Guid Id(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (at.ToUnixTimeMilliseconds() << 16) | 0x7000);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], unchecked((ulong)++_ids * 0x9E37_79B9_7F4A_7C15));
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>How a call goes.</summary>
internal sealed record CallFigures
{
    public double Milliseconds { get; init; } = 1000;

    public FailureReason? Failure { get; init; }

    public StepOutcome Outcome { get; init; } = StepOutcome.New;

    public string ModelId { get; init; } = "large-2026-01";

    public int Version { get; init; } = 1;
}
