namespace Orchestration.Audit;

/// <summary>An attempt that was ended by us, since its answer could no longer become valid. Token counts are our own estimates.</summary>
public sealed record EarlyStop
{
    /// <summary>How much of the answer had come, in UTF-16 code units: the last of them is the first that no valid answer has there.</summary>
    public required int Position { get; init; }

    /// <summary>Tokens of the answer until then.</summary>
    public long ReceivedTokens { get; init; }

    /// <summary>Tokens that were not paid for, if the answer would have been as long as the step's answers lately are; <see langword="null"/> while the step has had none.</summary>
    public long? SavedTokens { get; init; }

    /// <summary>Tokens that were not paid for at most, by the request's limit.</summary>
    public long SavedTokensAtMost { get; init; }
}
