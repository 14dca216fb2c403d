using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Replay;

/// <summary>What the reader of a run's stream saw, piece by piece, from the log alone: neither graph nor code nor model is needed.</summary>
/// <example>
/// <code>
/// RecordedStream seen = await RecordedStream.LoadAsync(log, run, step: "draft");
/// await foreach (SeenEvent e in seen.PlayAsync(speed: 2))
///     if (e is SeenText text) Show(text.Text);
/// </code>
/// </example>
public sealed class RecordedStream
{
    internal RecordedStream(RunId run, string tenant, RunStartedRecord start, ImmutableArray<SeenEvent> events, ImmutableArray<string> inferred) =>
        (Run, Tenant, Start, Events, InferredSteps) = (run, tenant, start, events, inferred);

    /// <summary>The run.</summary>
    public RunId Run { get; }

    /// <summary>Whose run it was.</summary>
    public string Tenant { get; }

    /// <summary>The run's first record: its graph and input.</summary>
    public RunStartedRecord Start { get; }

    /// <summary>What was seen, in the order of time; of a step, in the very order. What two steps gave at the same moment has no order in the log.</summary>
    public ImmutableArray<SeenEvent> Events { get; }

    /// <summary>Steps whose text was not read as it came, or was recorded before the log took note of deliveries: their pieces and times are those in which models sent the accepted answer.</summary>
    public ImmutableArray<string> InferredSteps { get; }

    /// <summary>Reads what was seen of a run.</summary>
    /// <param name="log">The log.</param>
    /// <param name="run">The run.</param>
    /// <param name="step">The path of one step; <see langword="null"/> = all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RunNotFoundException">The log does not hold the run.</exception>
    public static async Task<RecordedStream> LoadAsync(IAuditLog log, RunId run, string? step = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        var reader = new StreamReconstruction(run, step);
        await foreach (var record in log.ReadAsync(new AuditQuery { Run = run }, cancellationToken).ConfigureAwait(false))
        {
            reader.Add(record);
        }

        return reader.ToStream();
    }

    /// <summary>The step's text as its reader had it in the end: all pieces since it last began anew.</summary>
    /// <param name="step">The step's path.</param>
    public string TextOf(string step)
    {
        var text = new StringBuilder();
        foreach (var e in Events)
        {
            switch (e)
            {
                case SeenText piece when piece.Step == step:
                    text.Append(piece.Text);
                    break;

                case SeenRestart when e.Step == step:
                case SeenResume:
                    text.Clear();
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Yields the events at the pace at which they came.</summary>
    /// <param name="speed">How many times as fast, &gt; 0; infinity = as fast as they are read.</param>
    /// <param name="time">The clock; the system's if not given.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async IAsyncEnumerable<SeenEvent> PlayAsync(double speed = 1, TimeProvider? time = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!(speed > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed is positive: 1 is the original one, infinity as fast as possible.");
        }

        time ??= TimeProvider.System;
        var start = time.GetTimestamp();
        foreach (var e in Events)
        {
            // A timer may go off a moment early; each wait is to a point on one clock, so that no delay adds up.
            for (var left = (e.At / speed) - time.GetElapsedTime(start); left > TimeSpan.Zero; left = (e.At / speed) - time.GetElapsedTime(start))
            {
                await Task.Delay(left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1), time, cancellationToken).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            yield return e;
        }
    }
}
