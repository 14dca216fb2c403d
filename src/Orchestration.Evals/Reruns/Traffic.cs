using System.Security.Cryptography;
using System.Text;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Evals.Reruns;

/// <summary>The runs of a window, and a sample of them that is the same at each look.</summary>
internal sealed class Traffic
{
    private Traffic(HashSet<RunId> runs, List<RunId> sample) => (Runs, Sample) = (runs, sample);

    /// <summary>All of them.</summary>
    public HashSet<RunId> Runs { get; }

    /// <summary>Those with the lowest hashes, in their order: a larger sample begins with a smaller one.</summary>
    public List<RunId> Sample { get; }

    public static async Task<Traffic> LoadAsync(IAuditLog log, TrafficOptions options, int sample, string seed, CancellationToken cancellationToken)
    {
        var runs = new HashSet<RunId>();
        var drawn = new SortedSet<(string Hash, RunId Run)>(Comparer<(string Hash, RunId Run)>.Create(static (left, right) => string.CompareOrdinal(left.Hash, right.Hash)));
        var query = new AuditQuery { Kind = AuditKind.RunStarted, Tenant = options.Tenant, From = options.From, To = options.To };
        await foreach (var record in log.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (record.Body is not RunStartedRecord { IsOriginal: true, Resumed: false, OnlyStep: null } start || record.Run is not { } run
                || (options.Graph is { } graph && start.Graph != graph) || !runs.Add(run))
            {
                continue;
            }

            drawn.Add((Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{run}"))), run));
            if (drawn.Count > sample)
            {
                drawn.Remove(drawn.Max);
            }
        }

        return new Traffic(runs, [.. drawn.Select(static entry => entry.Run)]);
    }

    /// <summary>The ends of the window's runs.</summary>
    public async IAsyncEnumerable<RunEndedRecord> EndsAsync(IAuditLog log, TrafficOptions options, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A run of the window may end after it.
        await foreach (var record in log.ReadAsync(new AuditQuery { Kind = AuditKind.RunEnded, Tenant = options.Tenant, From = options.From }, cancellationToken).ConfigureAwait(false))
        {
            if (record.Run is { } run && Runs.Contains(run))
            {
                yield return (RunEndedRecord)record.Body;
            }
        }
    }
}
