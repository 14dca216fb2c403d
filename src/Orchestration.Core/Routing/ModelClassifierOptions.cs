using Microsoft.Extensions.AI;

namespace Orchestration.Routing;

/// <summary>How a model is asked to judge requests.</summary>
public sealed record ModelClassifierOptions
{
    /// <summary>How long the model may take; then the fallback judges. The request waits for it.</summary>
    /// <value>&gt; 0; 2 seconds by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Judges when the model does not: when it fails, is late, or answers anything but one of the three words.</summary>
    /// <value>A <see cref="HeuristicClassifier"/> by default.</value>
    public IRequestClassifier Fallback { get; init; } = new HeuristicClassifier();

    /// <summary>How much of the request the model is shown; of a longer one the beginning and the end.</summary>
    /// <value>Characters, at least 100; 4,000 by default.</value>
    public int MaxCharacters { get; init; } = 4_000;

    /// <summary>The options of the model's request, such as a temperature of 0 where the model takes one. Copied for each request.</summary>
    /// <value>By default at most 256 tokens of output, which leaves a model that cannot but reason some room.</value>
    public ChatOptions Chat { get; init; } = new() { MaxOutputTokens = 256 };

    internal string? Fault() => this switch
    {
        { Timeout: var timeout } when timeout <= TimeSpan.Zero || timeout > TimeSpan.FromDays(1) => "Timeout is not positive, or longer than a day",
        { Fallback: null } => "Fallback is null",
        { MaxCharacters: < 100 } => $"MaxCharacters is {MaxCharacters}; the least is 100",
        { Chat: null } => "Chat is null",
        _ => null,
    };
}
