using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Policies;

namespace Orchestration.Streaming;

/// <summary>A piece of an answer on its way to the reader.</summary>
/// <param name="Text">Its text; empty for what has none.</param>
/// <param name="Update">The update it came in, for a reader that is given those.</param>
/// <param name="Tokens">The text's estimated length.</param>
internal readonly record struct Piece(string Text, ChatResponseUpdate? Update, int Tokens);

/// <summary>
/// The window of pieces that are received but not yet released. It lets the first piece through at once, and from then on holds what comes faster than a reader reads, the newest tokens up to the
/// policy's number; it ends between words. Not for use by several threads at once.
/// </summary>
internal sealed class HoldBack(Splice policy)
{
    // A reader who catches up with the text would wait; so the text runs ahead by what is read in a second.
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(1);

    // A longer piece is cut, so that the window is not filled by one.
    private const int MostTokensOfPiece = 32;

    // Text without any space, such as base64, is let go in the middle of a word once there is this much more of it than the window holds.
    private const int LongestWord = 64;

    private readonly Queue<Piece> _held = new();

    // How many pieces at the front end where a word does.
    private int _whole;
    private char _last;
    private bool _isInWord;
    private int _heldTokens;
    private long _releasedTokens;
    private TimeSpan? _first;

    /// <summary>Code units that are held.</summary>
    public int Length { get; private set; }

    /// <summary>The most tokens that were ever held.</summary>
    public int Peak { get; private set; }

    /// <summary>Takes a piece in.</summary>
    /// <param name="text">Its text; may be empty.</param>
    /// <param name="update">The update it came in, if the reader is given updates.</param>
    /// <param name="at">The attempt's time.</param>
    public void Add(string text, ChatResponseUpdate? update, TimeSpan at)
    {
        var tokens = text.Length == 0 ? 0 : (int)TokenEstimate.OfText(text);
        if (tokens <= MostTokensOfPiece || text.Length < 2 || policy.HoldBack == 0 || (update is not null && !IsTextAlone(update)))
        {
            Add(new Piece(text, update, tokens), at);
            return;
        }

        var half = text.Length / 2;
        half += char.IsLowSurrogate(text[half]) ? 1 : 0;
        Add(text[..half], update is null ? null : PieceOf(update, text[..half]), at);
        Add(text[half..], update is null ? null : PieceOf(update, text[half..]), at);
    }

    /// <summary>The next piece that is due, oldest first.</summary>
    public bool TryRelease(TimeSpan at, out Piece piece)
    {
        if (_held.TryPeek(out piece) && IsDue(piece, at))
        {
            Release(piece);
            return true;
        }

        return false;
    }

    /// <summary>The next piece, due or not.</summary>
    public bool TryFlush(out Piece piece)
    {
        if (_held.TryPeek(out piece))
        {
            Release(piece);
            return true;
        }

        return false;
    }

    /// <summary>Whether a piece is due.</summary>
    public bool TryPeekDue(TimeSpan at, out Piece piece) => _held.TryPeek(out piece) && IsDue(piece, at);

    /// <summary>Throws away what is held. Time and pace are kept: the same reader reads on.</summary>
    public void Clear()
    {
        _held.Clear();
        (_whole, _heldTokens, Length, _last, _isInWord) = (0, 0, 0, '\0', false);
    }

    // What an update says beside its text would be lost, or said twice, if it were cut.
    private static bool IsTextAlone(ChatResponseUpdate update) =>
        update is { FinishReason: null, AdditionalProperties: null, RawRepresentation: null, Contents: [TextContent { AdditionalProperties: null, RawRepresentation: null }] };

    /// <summary>An update that says as much as another, with a part of its text.</summary>
    private static ChatResponseUpdate PieceOf(ChatResponseUpdate update, string text) => new(update.Role, text)
    {
        MessageId = update.MessageId,
        ResponseId = update.ResponseId,
        ModelId = update.ModelId,
        ConversationId = update.ConversationId,
        CreatedAt = update.CreatedAt,
        AuthorName = update.AuthorName,
    };

    private void Add(Piece piece, TimeSpan at)
    {
        if (piece.Text.Length > 0)
        {
            _first ??= at;
            if (Words.MeetAt(_last, piece.Text[0]))
            {
                _whole = _held.Count;
            }

            _last = piece.Text[^1];
        }
        else if (_whole == _held.Count)
        {
            _whole++;
        }

        _held.Enqueue(piece);
        _heldTokens += piece.Tokens;
        Length += piece.Text.Length;
        Peak = Math.Max(Peak, _heldTokens);
    }

    private void Release(in Piece piece)
    {
        _held.Dequeue();
        _whole = Math.Max(0, _whole - 1);
        _heldTokens -= piece.Tokens;
        _releasedTokens += piece.Tokens;
        Length -= piece.Text.Length;
        _isInWord = piece.Text.Length > 0 && _held.TryPeek(out var next) && next.Text.Length > 0 && !Words.MeetAt(piece.Text[^1], next.Text[0]);
    }

    private bool IsDue(in Piece piece, TimeSpan at)
    {
        if (policy.HoldBack == 0 || _releasedTokens == 0)
        {
            return true;
        }

        var over = _heldTokens - policy.HoldBack;
        return _whole > 0 ? _isInWord || over > 0 || _releasedTokens < Needed(at) : over > LongestWord;
    }

    private double Needed(TimeSpan at) => policy.ReadingSpeed * (at - (_first ?? at) + Ahead).TotalSeconds;
}
