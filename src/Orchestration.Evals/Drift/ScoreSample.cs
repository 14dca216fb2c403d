using System.Buffers.Binary;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Evals.Drift;

/// <summary>The latest score of each scorer, for a sample of runs that does not depend on the order they come in: those whose ids end with the least random bits.</summary>
internal sealed class ScoreSample(int most)
{
    private readonly Dictionary<RunId, Dictionary<ScoreKey, double>> _runs = [];
    private readonly PriorityQueue<RunId, ulong> _last = new(Comparer<ulong>.Create(static (left, right) => right.CompareTo(left)));

    public bool Contains(RunId run) => _runs.ContainsKey(run);

    public IEnumerable<(RunId Run, IEnumerable<KeyValuePair<ScoreKey, double>> Scores)> Runs() =>
        _runs.OrderBy(static run => run.Key.Value).Select(static run => (run.Key, run.Value.AsEnumerable()));

    public void Add(AuditRecord record)
    {
        if (record.Run is not { } run)
        {
            return;
        }

        if (!_runs.TryGetValue(run, out var scores))
        {
            // Version 7 UUIDs end with 62 random bits: as good as a hash, and the same everywhere.
            var place = PlaceOf(run);
            if (_runs.Count == most)
            {
                if (!_last.TryPeek(out var last, out var limit) || limit <= place)
                {
                    return;
                }

                _last.Dequeue();
                _runs.Remove(last);
            }

            _runs.Add(run, scores = []);
            _last.Enqueue(run, place);
        }

        var body = (ScoredRecord)record.Body;
        scores[new ScoreKey(StepPath.Of(record.Step), body.Metric, body.Scorer, DateOnly.FromDateTime(record.Time.UtcDateTime))] = body.Score;
    }

    private static ulong PlaceOf(RunId run)
    {
        Span<byte> bytes = stackalloc byte[16];
        run.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
    }
}

/// <summary>What was scored of a run, by whom, on which day.</summary>
/// <param name="Step">The step's path; empty for the run as a whole.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Scorer">Who judged.</param>
/// <param name="Day">The day it was written.</param>
internal readonly record struct ScoreKey(string Step, string Metric, string? Scorer, DateOnly Day);
