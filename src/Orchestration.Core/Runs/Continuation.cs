using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Streaming.Seams;

namespace Orchestration.Runs;

/// <summary>One attempt's part in carrying on a broken answer. Its text is shown once it is sure to join.</summary>
internal sealed class Continuation(BrokenAnswer broken)
{
    private readonly Join _join = new(broken.Kept, broken.Text[broken.Cut.Position..], broken.Cut.Kind);
    private JoinState _state;
    private int _received;

    public BrokenAnswer Broken => broken;

    /// <summary>Whether the texts have been joined.</summary>
    public bool IsJoined => _state == JoinState.Joined;

    /// <summary>Where they were; <see langword="null"/> before.</summary>
    public Seam? Seam => !IsJoined ? null : new Seam
    {
        After = broken.Attempt,
        Position = broken.Cut.Position,
        Dropped = broken.Text.Length - broken.Cut.Position,
        Overlap = _received - (_join.Text.Length - _join.Inserted.Length),
        Inserted = _join.Inserted,
    };

    /// <summary>Takes text of the continuation in.</summary>
    /// <returns>What follows what the reader has; <see langword="null"/> while that cannot be said.</returns>
    /// <exception cref="ModelCallException">The text does not join.</exception>
    public string? Add(string text)
    {
        if (IsJoined)
        {
            return text;
        }

        _received += text.Length;
        return Settle(_join.Add(text));
    }

    /// <summary>The continuation has ended.</summary>
    /// <inheritdoc cref="Add" path="/returns|/exception"/>
    public string? Finish() => IsJoined ? string.Empty : Settle(_join.Finish());

    private string? Settle(JoinState state)
    {
        _state = state;
        return state switch
        {
            JoinState.Undecided => null,
            JoinState.Joined => broken.Text[broken.Shown..broken.Cut.Position] + _join.Text,
            _ => throw new ModelCallException(FailureReason.JoinRejected, $"the continuation does not join the text that was there: {_join.Reason}."),
        };
    }
}
