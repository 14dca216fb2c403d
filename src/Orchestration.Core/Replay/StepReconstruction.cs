using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Streaming;

namespace Orchestration.Replay;

/// <summary>Gathers the records of one step, and makes of them what the reader of its stream was given.</summary>
internal sealed class StepReconstruction(string path)
{
    private readonly Dictionary<int, Leg> _legs = [];
    private readonly List<(DeliveredPiece Piece, TimeSpan At)> _delivered = [];
    private StepCompletedRecord? _end;
    private TimeSpan _endedAt;
    private bool _wasRead;

    public string Path => path;

    /// <summary>Whether the log lacks what was delivered.</summary>
    public bool IsInferred { get; private set; }

    public void Add(int attempt, AttemptStartedRecord started) => LegOf(attempt).Continues = started.Continues;

    public void Add(Guid id, int attempt, AttemptEndedRecord ended, TimeSpan at, TimeSpan start)
    {
        var leg = LegOf(attempt);
        (leg.Id, leg.Record, leg.EndedAt) = (id, ended, at);
        Add(ended.Delivered, start);
    }

    public void Add(StepCompletedRecord completed, TimeSpan at, TimeSpan start)
    {
        (_end, _endedAt) = (completed, at);
        Add(completed.Delivered, start);
    }

    public IEnumerable<SeenEvent> Events() => _wasRead ? Delivered() : Inferred();

    private void Add(IEnumerable<DeliveredPiece>? pieces, TimeSpan start)
    {
        if (pieces is not null)
        {
            _wasRead = true;
            _delivered.AddRange(pieces.Select(piece => (piece, start + piece.At)));
        }
    }

    private Leg LegOf(int attempt) => _legs.TryGetValue(attempt, out var leg) ? leg : _legs[attempt] = new Leg();

    private IEnumerable<SeenEvent> Delivered()
    {
        var (shown, joined) = (0, new HashSet<int>());
        foreach (var (piece, at) in _delivered)
        {
            if (piece.Length == 0)
            {
                shown = 0;
                yield return new SeenRestart(at) { Step = path };
                continue;
            }

            if (joined.Add(piece.Attempt) && SpliceAt(piece.Attempt, at) is { } splice)
            {
                yield return splice;
            }

            var text = AnswerOf(piece.Attempt)?.Text ?? string.Empty;
            var length = Math.Clamp(text.Length - shown, 0, piece.Length);
            yield return new SeenText(at, piece.Attempt, ModelOf(piece.Attempt), text.Substring(Math.Min(shown, text.Length), length)) { Step = path };
            shown += piece.Length;
        }

        // A continuation that joined and said nothing that was shown.
        foreach (var (attempt, leg) in _legs.Where(leg => leg.Value.Record?.Seam is not null && joined.Add(leg.Key)).OrderBy(static leg => leg.Key))
        {
            yield return SpliceAt(attempt, leg.EndedAt)!;
        }
    }

    // The accepted answer in the pieces in which it was received; of one from the cache or the log, all at the step's end, as a reader gets it.
    private IEnumerable<SeenEvent> Inferred()
    {
        var accepted = _end is null || _end.AcceptedAttempt is null ? default : _legs.FirstOrDefault(leg => leg.Value.Id == _end.AcceptedAttempt);
        var answer = _end?.Completion ?? (accepted.Value is null ? null : AnswerOf(accepted.Key));
        if (_end is null || answer is null)
        {
            yield break;
        }

        var isNew = _end.Outcome == StepOutcome.New;
        IsInferred = isNew;
        var start = isNew && accepted.Value is { Record: { } record } ? accepted.Value.EndedAt - record.Duration : _endedAt;
        var position = 0;
        foreach (var chunk in answer.Chunks)
        {
            yield return new SeenText(isNew ? start + chunk.At : start, isNew ? accepted.Key : 0, _end.Model, answer.Text.Substring(position, chunk.Length)) { Step = path };
            position += chunk.Length;
        }
    }

    private SeenSplice? SpliceAt(int attempt, TimeSpan at) => _legs.GetValueOrDefault(attempt)?.Record is { Seam: { } seam } second && _legs.GetValueOrDefault(seam.After)?.Record is { } first
        ? new SeenSplice(
            at,
            attempt,
            seam,
            new SeenLeg(seam.After, first.Model, AnswerOf(seam.After)?.Text ?? string.Empty),
            new SeenLeg(attempt, second.Model, second.Completion?.Text ?? string.Empty)) { Step = path }
        : null;

    /// <summary>The step's answer as it stood at an attempt's end. A continuation that has not joined leaves what it was to carry on.</summary>
    private Completion? AnswerOf(int attempt)
    {
        if (_legs.GetValueOrDefault(attempt) is not { } leg)
        {
            return null;
        }

        if (leg.Answer is null)
        {
            leg.Answer = leg switch
            {
                { Record.Seam: { } seam, Record.Completion: { } after } => AnswerOf(seam.After) is { } before ? JoinedCompletion.Of(before, seam, after) : null,
                { Continues: { } broken, Record.Seam: null } => AnswerOf(broken),
                _ => leg.Record?.Completion,
            };
        }

        return leg.Answer;
    }

    private string? ModelOf(int attempt) => _legs.GetValueOrDefault(attempt) is not { } leg ? null
        : leg is { Continues: { } broken, Record.Seam: null } ? ModelOf(broken)
        : leg.Record?.Model;

    private sealed class Leg
    {
        public Guid Id { get; set; }

        public int? Continues { get; set; }

        public AttemptEndedRecord? Record { get; set; }

        public TimeSpan EndedAt { get; set; }

        public Completion? Answer { get; set; }
    }
}
