using System.Diagnostics;
using System.Globalization;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Benchmarks;

/// <summary>Records a second into the file log with fsync, from 64 writers that each wait for their record; beside it, one bare writer of the same bytes, 64 records a write and fsync.</summary>
internal static class AuditThroughput
{
    private const int Writers = 64;
    private const int RecordsEach = 1_000;
    private const int Rounds = 5;

    /// <param name="folder">On the disk that is to be measured; emptied before and after.</param>
    public static async Task MeasureAsync(string folder)
    {
        var records = Enumerable.Range(0, Writers * RecordsEach).Select(static _ => Record()).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{records.Length} records of {records[0].Utf8.Length} bytes, rounds in turn; records/s"));
        Console.WriteLine("round | bare writer | file log | file log, records made meanwhile | log / bare");
        for (var round = 0; round < Rounds; round++)
        {
            var bare = await TimedAsync(folder, () => WriteBareAsync(folder, records));
            var log = await TimedAsync(folder, () => AppendAsync(folder, i => records[i]));
            var made = await TimedAsync(folder, () => AppendAsync(folder, static _ => Record()));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{round + 1} | {bare:0} | {log:0} | {made:0} | {log / bare:0.00}"));
        }
    }

    private static AuditRecord Record() => AuditRecord.Create(
        Guid.CreateVersion7(), "acme", new RunId(Guid.CreateVersion7()), "draft", 1, TimeProvider.System.GetUtcNow(), new AttemptEndedRecord
        {
            Model = "model",
            RequestHash = new string('0', 64),
            Completion = new Completion { Text = Texts.English(1_400), FinishReason = "stop", Usage = new Usage { InputTokens = 500, OutputTokens = 350 } },
            EstimatedUsage = new Usage { InputTokens = 520, OutputTokens = 360 },
            CostUsd = 0.0015m,
            Duration = TimeSpan.FromMilliseconds(900),
        });

    private static async Task<double> TimedAsync(string folder, Func<Task<TimeSpan>> measure)
    {
        Clear(folder);
        Directory.CreateDirectory(folder);
        GC.Collect();
        var seconds = (await measure()).TotalSeconds;
        Clear(folder);
        return Writers * RecordsEach / seconds;
    }

    private static Task<TimeSpan> WriteBareAsync(string folder, AuditRecord[] records)
    {
        using var file = new FileStream(Path.Combine(folder, "bare.jsonl"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var batch = new MemoryStream();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < records.Length; i += Writers)
        {
            batch.SetLength(0);
            foreach (var record in records.AsSpan(i, Writers))
            {
                batch.Write(record.Utf8.Span);
                batch.WriteByte((byte)'\n');
            }

            file.Write(batch.GetBuffer().AsSpan(0, (int)batch.Length));
            file.Flush(flushToDisk: true);
        }

        return Task.FromResult(clock.Elapsed);
    }

    private static async Task<TimeSpan> AppendAsync(string folder, Func<int, AuditRecord> record)
    {
        await using var log = FileAuditLog.Open(new FileAuditLogOptions { Folder = folder });
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = writer; i < Writers * RecordsEach; i += Writers)
            {
                await log.AppendAsync(record(i));
            }
        })));
        return clock.Elapsed;
    }

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
