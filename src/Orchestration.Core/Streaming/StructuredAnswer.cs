using System.Diagnostics.CodeAnalysis;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Schemas;
using Orchestration.Schemas.Following;

namespace Orchestration.Streaming;

/// <summary>Follows an answer that has to be JSON while it streams: what there is of its value, and whether it can still become valid. Used by one reader.</summary>
/// <remarks>It only judges what <see cref="JsonAnswer"/> will read the same way at the end: the document that the answer begins with, or the fence that it begins with holds.</remarks>
internal sealed class StructuredAnswer
{
    private const char Backtick = '`';
    private const int Backticks = 3;

    private readonly Prompt _prompt;
    private readonly StructuredOutput _policy;
    private readonly SchemaFollower _follower;
    private readonly PartialJson _parts;
    private Place _place;
    private int _skipped;
    private int _backticks;

    private StructuredAnswer(Prompt prompt, JsonSchema schema, StructuredOutput policy)
    {
        (_prompt, _policy, _follower) = (prompt, policy, new SchemaFollower(schema));
        _parts = new PartialJson(_follower.Json);
    }

    private enum Place
    {
        /// <summary>Nothing but white space has come.</summary>
        Before,

        /// <summary>Among the backticks that may open a code fence.</summary>
        Backticks,

        /// <summary>In the line that opens a code fence.</summary>
        Fence,

        /// <summary>Behind that line, and nothing but white space has come.</summary>
        Fenced,

        /// <summary>In the document.</summary>
        Document,

        /// <summary>Behind the document, or in a text of which only its end tells where the document is.</summary>
        Elsewhere,
    }

    /// <returns><see langword="null"/> when the prompt's answer need not be JSON, or only in the end: a request of a chat client may be answered with talk and a tool call first.</returns>
    public static StructuredAnswer? For(Prompt prompt, StructuredOutput policy) =>
        prompt.Given is null && prompt.Schema(policy.UnknownFields) is { } schema ? new StructuredAnswer(prompt, schema, policy) : null;

    /// <summary>Takes a piece of the answer in.</summary>
    /// <returns>Why no answer that begins so is valid; <see langword="null"/> as long as one may be.</returns>
    public InvalidOutputException? Add(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && _place is Place.Before or Place.Backticks or Place.Fence or Place.Fenced)
        {
            _place = Next(text[0]);
            if (_place == Place.Document)
            {
                break;
            }

            text = text[1..];
            _skipped++;
            if (StopsEarly && Refusal is { } refused)
            {
                return InvalidOutputException.Of([InvalidOutputException.Error(refused)], _skipped);
            }
        }

        if (_place != Place.Document || text.IsEmpty)
        {
            return null;
        }

        var error = _follower.Add(text);
        if (error is null && !_follower.IsComplete)
        {
            return null;
        }

        _place = Place.Elsewhere;
        return error is not null && StopsEarly && !(IsBehindDocument && MayBeFollowed) ? InvalidOutputException.Of([error], _skipped + _follower.Position) : null;
    }

    /// <summary>What there is of the value, when it has grown by a member or an item since it was last asked for.</summary>
    public bool TryReadPart([NotNullWhen(true)] out object? value)
    {
        value = null;
        return _parts.TrySnapshot(out var json) && _prompt.TryReadPart(json.Span, out value) && value is not null;
    }

    private bool StopsEarly => _policy.StopsEarly && !_policy.Tolerance.HasFlag(JsonTolerance.TrailingCommas);

    /// <summary>Why an answer that stands here is not taken, whatever follows.</summary>
    private string? Refusal => _place switch
    {
        Place.Fence when !_policy.Tolerance.HasFlag(JsonTolerance.CodeFence) => "it stands in a code fence; send the document alone",
        Place.Elsewhere when !_policy.Tolerance.HasFlag(JsonTolerance.SurroundingText) => "it does not begin with the document; send the document alone",
        _ => null,
    };

    private bool IsBehindDocument => _follower.Json is { WholeDepth: 0, WholeLength: > 0 and var end } && _follower.Position > end;

    private bool MayBeFollowed => _backticks == Backticks || _policy.Tolerance.HasFlag(JsonTolerance.SurroundingText);

    private Place Next(char c) => (_place, c) switch
    {
        (Place.Before, '{' or '[') => Place.Document,
        (Place.Before or Place.Backticks, Backtick) => ++_backticks == Backticks ? Place.Fence : Place.Backticks,
        (Place.Backticks, _) => Place.Elsewhere,
        (Place.Before, '\uFEFF') => Place.Before,
        (Place.Before, _) => char.IsWhiteSpace(c) ? Place.Before : Place.Elsewhere,
        (Place.Fence, _) => c == '\n' ? Place.Fenced : Place.Fence,
        _ => char.IsWhiteSpace(c) ? Place.Fenced : Place.Document,
    };
}
