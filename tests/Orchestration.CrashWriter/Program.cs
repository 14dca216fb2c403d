using System.Globalization;
using Orchestration.Audit;
using Orchestration.Models;

// Arguments: folder, threads. Every acknowledged record's id goes to stdout, a line each. Never ends by itself, except with its parent.
var (folder, threads) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
var options = new FileAuditLogOptions { Folder = folder, SegmentBytes = 64 << 10, SealEvery = 16, SealInterval = TimeSpan.FromMilliseconds(20) };
await using var log = FileAuditLog.Open(options);
using var output = Console.OpenStandardOutput();
var gate = new Lock();

await Task.WhenAll(Enumerable.Range(0, threads).Select(number => Task.Run(() => WriteAsync($"tenant-{number % 2}"))));

async Task WriteAsync(string tenant)
{
    var run = new RunId(Guid.CreateVersion7());
    for (var i = 0; ; i++)
    {
        var body = new EffectRecord { Error = new string('x', i * 37 % 4000) };
        var record = AuditRecord.Create(Guid.CreateVersion7(), tenant, run, "step", attempt: null, TimeProvider.System.GetUtcNow(), body);
        await log.AppendAsync(record);

        var line = System.Text.Encoding.ASCII.GetBytes(record.Id.ToString("D") + "\n");
        lock (gate)
        {
            output.Write(line);
        }
    }
}
