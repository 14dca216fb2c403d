namespace Orchestration.Models;

/// <summary>What a provider charges for a model's tokens, from a date on.</summary>
/// <remarks>All figures are US dollars per million tokens. <see langword="null"/> = not listed: the token is charged as its parent (cached input as input, reasoning as output).</remarks>
public sealed record Price
{
    /// <summary>Input tokens.</summary>
    public required decimal InputUsdPerMillion { get; init; }

    /// <summary>Output tokens.</summary>
    public required decimal OutputUsdPerMillion { get; init; }

    /// <summary>A price of input and output alone.</summary>
    public static Price PerMillionTokens(decimal inputUsd, decimal outputUsd) => new() { InputUsdPerMillion = inputUsd, OutputUsdPerMillion = outputUsd };
}
