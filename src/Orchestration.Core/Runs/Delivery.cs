using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Diagnostics;
using Orchestration.Streaming;

namespace Orchestration.Runs;

/// <summary>What the reader of a step's stream has been given, and what is held back from them. One a call; its attempts speak one after the other.</summary>
/// <remarks>Pieces come from the attempt under way; a timer looks whether the reader needs what is held while the model is silent. Hence the lock.</remarks>
internal sealed class Delivery : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly CallState _state;
    private readonly HoldBack _window;
    private readonly Lock _gate = new();
    private readonly List<DeliveredPiece> _unrecorded = [];

    // For a reader of updates: what a continuation says belongs to the message that the first attempt began.
    private ChatResponseUpdate? _message;
    private ITimer? _beat;
    private bool _isEmitting;
    private bool _isPlain;
    private int _attempt;

    public Delivery(CallState state)
    {
        _state = state;
        _window = new HoldBack(state.Call.Policy.Splice);
        _isPlain = state.Call.Policy.Splice.IsAllowed && state.Call.Prompt.IsText && SpliceRules.Allow(state.Options);
    }

    /// <summary>How much of the answer's text the reader has been given, in UTF-16 code units.</summary>
    public int Shown { get; private set; }

    /// <summary>Whether the reader has been given something other than text and thoughts, such as a tool call.</summary>
    public bool HasShownOther { get; private set; }

    /// <summary>Whether the answer may go on in another attempt: it is plain text so far.</summary>
    public bool IsPlain => _isPlain;

    /// <summary>An attempt has its first token, and speaks from now on.</summary>
    public void Begin(int attempt) => _attempt = attempt;

    /// <summary>Takes a piece of the answer in, and hands on what is due.</summary>
    /// <param name="update">What came.</param>
    /// <param name="text">Its text, as far as it is part of the answer.</param>
    public ValueTask TakeAsync(ChatResponseUpdate update, string text)
    {
        var now = Now;
        lock (_gate)
        {
            if (_isPlain && !SpliceRules.Allow(update))
            {
                _isPlain = false;
            }

            Hold(update, text, now);
            _isEmitting = true;
        }

        return EmitAsync(isEnd: false, now);
    }

    /// <summary>Takes the beginning of a continuation in, behind what was kept of the text before it.</summary>
    public ValueTask JoinAsync(ChatResponseUpdate update, int position, string keptAndJoined)
    {
        var now = Now;
        lock (_gate)
        {
            Hold(update, keptAndJoined, now);
            _isEmitting = true;
        }

        var told = _state.Call.Prompt.Given is null ? _state.EmitAsync(new Spliced(_state.Call.Step, _attempt, position)) : ValueTask.CompletedTask;
        return told.IsCompletedSuccessfully ? EmitAsync(isEnd: false, now) : EmitAfterAsync(told, now);
    }

    /// <summary>Hands on all that is held: the answer has ended.</summary>
    public ValueTask FinishAsync()
    {
        lock (_gate)
        {
            _isEmitting = true;
        }

        Instruments.HeldBack.Record(_window.Peak);
        return EmitAsync(isEnd: true, default);
    }

    /// <summary>Throws away what is held: the answer broke off, and is carried on from what the reader has.</summary>
    public void Break()
    {
        lock (_gate)
        {
            _window.Clear();
        }
    }

    /// <summary>Throws the answer away, and tells the reader if they have been given any of it.</summary>
    public ValueTask RestartAsync()
    {
        Break();
        var hadShown = Shown > 0 || HasShownOther;
        (Shown, HasShownOther, _message) = (0, false, null);
        if (hadShown)
        {
            Record(length: 0);
        }

        return hadShown ? _state.EmitAsync(new Restarted(_state.Call.Step)) : ValueTask.CompletedTask;
    }

    /// <summary>What the reader has been given since this was last asked, for the log.</summary>
    public ImmutableArray<DeliveredPiece> TakeRecord()
    {
        lock (_gate)
        {
            ImmutableArray<DeliveredPiece> pieces = [.. _unrecorded];
            _unrecorded.Clear();
            return pieces;
        }
    }

    public void Dispose() => _beat?.Dispose();

    // The call's time, without the reader's: one clock over all attempts.
    private TimeSpan Now => _state.Elapsed;

    private void Hold(ChatResponseUpdate update, string text, TimeSpan now)
    {
        if (_state.Call.Prompt.Given is null)
        {
            if (text.Length > 0)
            {
                _window.Add(text, null, now);
            }
        }
        else
        {
            _message ??= text.Length > 0 ? update : null;
            _window.Add(text, SameMessage(update, text), now);
        }
    }

    /// <summary>The update with the text that is part of the answer, in the message that the reader knows.</summary>
    private ChatResponseUpdate SameMessage(ChatResponseUpdate update, string text)
    {
        if (_message is null || ReferenceEquals(update, _message))
        {
            return update;
        }

        var isWhole = text.Length == update.Text.Length;
        if (isWhole && update.MessageId == _message.MessageId && update.ResponseId == _message.ResponseId)
        {
            return update;
        }

        var same = update.Clone();
        (same.MessageId, same.ResponseId, same.ConversationId) = (_message.MessageId, _message.ResponseId, _message.ConversationId);
        if (!isWhole)
        {
            same.Contents = [.. update.Contents.Where(static content => content is not TextContent)];
            if (text.Length > 0)
            {
                same.Contents.Add(new TextContent(text));
            }
        }

        return same;
    }

    private async ValueTask EmitAfterAsync(ValueTask told, TimeSpan now)
    {
        await told.ConfigureAwait(false);
        await EmitAsync(isEnd: false, now).ConfigureAwait(false);
    }

    private ValueTask EmitAsync(bool isEnd, TimeSpan now)
    {
        while (TryNext(isEnd, now, out var piece))
        {
            var taken = _state.EmitAsync(Event(piece));
            if (!taken.IsCompletedSuccessfully)
            {
                return EmitRestAsync(taken, isEnd, now);
            }
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask EmitRestAsync(ValueTask taken, bool isEnd, TimeSpan now)
    {
        await taken.ConfigureAwait(false);
        while (TryNext(isEnd, now, out var piece))
        {
            await _state.EmitAsync(Event(piece)).ConfigureAwait(false);
        }
    }

    private bool TryNext(bool isEnd, TimeSpan now, out Piece piece)
    {
        lock (_gate)
        {
            if (isEnd || !_isPlain ? _window.TryFlush(out piece) : _window.TryRelease(now, out piece))
            {
                Show(piece);
                return true;
            }

            if (_window.Length > 0 && _beat is null)
            {
                _beat = _state.Run.Services.Time.CreateTimer(static delivery => ((Delivery)delivery!).Drip(), this, Beat, Beat);
            }

            _isEmitting = false;
            return false;
        }
    }

    /// <summary>Hands on what the reader needs while the model is silent, as long as they take it at once.</summary>
    private void Drip()
    {
        lock (_gate)
        {
            var now = Now;
            while (!_isEmitting && _window.TryPeekDue(now, out var piece) && _state.Run.TryEmit(Event(piece)))
            {
                _window.TryFlush(out piece);
                Show(piece);
            }
        }
    }

    private void Show(in Piece piece)
    {
        Shown += piece.Text.Length;
        if (piece.Text.Length > 0)
        {
            Record(piece.Text.Length);
        }

        HasShownOther |= piece.Update is { } update && !SpliceRules.Allow(update);
    }

    private void Record(int length)
    {
        lock (_gate)
        {
            _unrecorded.Add(new DeliveredPiece(_attempt, length, _state.Run.Services.Time.GetElapsedTime(_state.Run.Started)));
        }
    }

    private RunEvent Event(in Piece piece) => piece.Update is { } update ? new UpdateReceived(update) : new TextDelta(_state.Call.Step, _attempt, piece.Text);
}
