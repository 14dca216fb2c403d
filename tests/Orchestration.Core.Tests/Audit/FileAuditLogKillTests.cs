using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;

namespace Orchestration.Core.Tests.Audit;

public sealed class FileAuditLogKillTests
{
    private const int Kills = 200;
    private const int KillsPerFolder = 20;
    private const int Threads = 4;

    [Fact]
    public async Task A_writer_killed_at_200_random_points_loses_nothing_it_acknowledged()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");

        // Two at a time: a process that starts keeps one core busy.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForAsync(0, Kills / KillsPerFolder, parallel, async (folder, _) => await KillInFolderAsync(seed + folder));
    }

    private static async Task KillInFolderAsync(int seed)
    {
        var random = new Random(seed);
        using var temp = new TempFolder();
        var acknowledged = new HashSet<Guid>();
        var anchors = (IReadOnlyDictionary<string, string>)new Dictionary<string, string>();
        for (var kill = 0; kill < KillsPerFolder; kill++)
        {
            await WriteUntilKilledAsync(temp.Path, acknowledged, random);

            // As the killed writer left it: the next one has not healed it yet.
            anchors = await CheckAsync(temp.Path, acknowledged, anchors, seed);
        }

        // As a last writer leaves it: healed, and sealed to the end.
        await FileAuditLog.Open(new FileAuditLogOptions { Folder = temp.Path }).DisposeAsync();
        await CheckAsync(temp.Path, acknowledged, anchors, seed);
    }

    private static async Task WriteUntilKilledAsync(string folder, HashSet<Guid> acknowledged, Random random)
    {
        using var process = CrashWriter.Start(folder, Threads);

        // Some are killed while they open the log, most while they write; the spin moves the point within a batch.
        var killAfter = random.Next(10) == 0 ? 0 : random.Next(1, 300);
        var spins = random.Next(20_000);
        if (killAfter == 0)
        {
            await Task.Delay(random.Next(30, 120));
            process.Kill();
        }

        for (var lines = 1; await process.StandardOutput.ReadLineAsync() is { } line; lines++)
        {
            // The pipe's last line may be cut as well.
            if (Guid.TryParseExact(line, "D", out var id))
            {
                acknowledged.Add(id);
            }

            if (lines == killAfter)
            {
                Thread.SpinWait(spins);
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        Assert.Equal(CrashWriter.KilledExitCode, process.ExitCode);
    }

    private static async Task<IReadOnlyDictionary<string, string>> CheckAsync(
        string folder, HashSet<Guid> acknowledged, IReadOnlyDictionary<string, string> anchors, int seed)
    {
        var reader = new FileAuditReader(folder);
        var found = new HashSet<Guid>();
        await foreach (var record in reader.ReadAsync(new AuditQuery(), TestContext.Current.CancellationToken))
        {
            found.Add(record.Id);
        }

        Assert.True(acknowledged.IsSubsetOf(found), $"An acknowledged record is gone (seed {seed}).");
        var verification = await reader.VerifyAsync(anchors, TestContext.Current.CancellationToken);
        Assert.True(verification.Holds, $"{verification.Fault} (seed {seed})");
        return verification.LatestSeals;
    }
}
