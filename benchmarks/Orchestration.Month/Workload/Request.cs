namespace Orchestration.Month.Workload;

/// <summary>A text that one side of a conversation said.</summary>
internal sealed record Turn(bool IsUser, string Text);

/// <summary>What a system is asked: an application's instructions and a conversation that ends with the user.</summary>
internal sealed record Conversation(string Instructions, IReadOnlyList<Turn> Turns);

/// <summary>One request of the month.</summary>
internal sealed class Request
{
    private static readonly AsyncLocal<Request?> Flowing = new();

    /// <summary>The request that the calling code works for. It flows with the asynchronous calls of a system down to the models that it asks.</summary>
    public static Request? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    public required int Index { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The application that asks: a tenant of its own.</summary>
    public required string App { get; init; }

    public required Difficulty Difficulty { get; init; }

    public required Conversation Conversation { get; init; }

    /// <summary>What every model answers, so that it can be checked to the character what the reader was shown.</summary>
    public required string Answer { get; init; }

    /// <summary>Equal for requests that say the same, in whatever spelling.</summary>
    public required ulong Meaning { get; init; }

    /// <summary>How a model went on with it, if one was asked to.</summary>
    public string? Continued { get; set; }

    /// <summary>How many times models were asked for it, under the system that is at work.</summary>
    public int Calls { get; set; }
}
