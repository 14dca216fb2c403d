using System.Text.Json;

namespace Orchestration.Simulator.Answers;

/// <summary>Why an answer ends, in no protocol's terms.</summary>
internal enum Ending
{
    Stop,
    Length,
    ToolCalls,
    StopSequence,
}

/// <summary>A call of a tool in an answer.</summary>
internal sealed record ReplyCall(string Name, string Arguments, IReadOnlyList<Piece> Pieces)
{
    /// <summary>The arguments where the protocol has them as an object, which broken JSON would break around them too: then none.</summary>
    public string ArgumentsObject => IsObject(Arguments) ? Arguments : "{}";

    private static bool IsObject(string json)
    {
        try
        {
            return JsonElement.Parse(json).ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>An answer, in no protocol's terms.</summary>
internal sealed record Reply
{
    public required string Text { get; init; }

    /// <summary>The text as it is streamed.</summary>
    public required IReadOnlyList<Piece> Pieces { get; init; }

    public string Reasoning { get; init; } = "";

    public IReadOnlyList<Piece> ReasoningPieces { get; init; } = [];

    public IReadOnlyList<ReplyCall> Calls { get; init; } = [];

    public Ending Ending { get; init; }

    /// <summary>The sequence that ended it.</summary>
    public string? StopSequence { get; init; }

    public BilledTokens Usage { get; init; }

    public bool IsGood { get; init; } = true;
}
