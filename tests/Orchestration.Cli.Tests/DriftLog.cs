using System.Buffers.Binary;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Testing;

namespace Orchestration.Cli.Tests;

/// <summary>A log of many days of calls, with a mean of a second each unless a day is said to be otherwise.</summary>
internal sealed class DriftLog(string folder, ManualTime time)
{
    public const int CallsADay = 60;

    private readonly List<(DateTimeOffset At, AuditRecord Record)> _records = [];
    private int _ids;

    /// <summary>Days that are like each other as days are.</summary>
    public DriftLog Quiet(DateOnly from, DateOnly to, string graph = "article", string tenant = "acme")
    {
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            Day(day, 1000 + (day.DayNumber * 5 % 7 * 5), graph, tenant);
        }

        return this;
    }

    public DriftLog Day(DateOnly day, double milliseconds, string graph = "article", string tenant = "acme", string modelId = "large-2026-01")
    {
        for (var i = 0; i < CallsADay; i++)
        {
            var at = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddHours(1 + (i / 4.0));
            var run = new RunId(Id(at));
            Add(at, tenant, run, null, null, new RunStartedRecord { Graph = graph, Version = 1, Fingerprint = "f1" });
            Add(at.AddSeconds(1), tenant, run, "draft", 1, new AttemptEndedRecord
            {
                Model = "large",
                Provider = "somebody",
                RequestHash = "00",
                Completion = new() { Text = "x", FinishReason = "stop", ModelId = modelId, Usage = new() { InputTokens = 100, OutputTokens = 20 } },
                CostUsd = 0.001m,
                Duration = TimeSpan.FromMilliseconds(milliseconds * (1 + (i % 10 / 10.0))),
            });
            Add(at.AddSeconds(2), tenant, run, "draft", null, new StepCompletedRecord { Outcome = StepOutcome.New, RequestHash = "00", Model = "large", Attempts = 1, CostUsd = 0.001m });
            Add(at.AddSeconds(2), tenant, run, null, null, new RunEndedRecord { Outcome = RunOutcome.Succeeded });
        }

        return this;
    }

    /// <summary>Writes what was added since the last time, in the order of time.</summary>
    public async Task WriteAsync()
    {
        await using var log = FileAuditLog.Open(new FileAuditLogOptions { Folder = folder }, time);
        var appends = _records.OrderBy(static one => one.At).Select(one => log.AppendAsync(one.Record).AsTask()).ToList();
        await Task.WhenAll(appends);
        _records.Clear();
    }

    private void Add(DateTimeOffset at, string tenant, RunId run, string? step, int? attempt, AuditBody body) => _records.Add((at, AuditRecord.Create(Id(at), tenant, run, step, attempt, at, body)));

    private Guid Id(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (at.ToUnixTimeMilliseconds() << 16) | 0x7000);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], unchecked((ulong)++_ids * 0x9E37_79B9_7F4A_7C15));
        return new Guid(bytes, bigEndian: true);
    }
}
