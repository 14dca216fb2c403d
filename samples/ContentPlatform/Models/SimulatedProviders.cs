using Orchestration.Simulator;

namespace ContentPlatform.Models;

/// <summary>What the simulator plays for <c>--simulate</c>: four providers at their usual pace, each with a fault of its own to be healed.</summary>
internal static class SimulatedProviders
{
    private static readonly AutoAnswer Answer = new() { Tokens = 140 };

    public static SimulatorScript Script { get; } = new()
    {
        Models =
        [
            // Asks for patience now and then.
            new() { Model = "gemini-*", Pace = Pace(250, 220), Answer = Answer, Faults = [new RateLimited { RetryAfter = TimeSpan.FromSeconds(1) }.EveryNth(3)] },

            // Breaks off within its answer, so that its text is taken back.
            new() { Model = "claude-*", Pace = Pace(400, 150), Answer = Answer, ReasoningTokens = 12, Faults = [new Overloaded { AtToken = 30 }.EveryNth(3)] },

            // Stands in for either, where it is up.
            new() { Model = "gpt-*", Pace = Pace(300, 180), Answer = Answer, Faults = [new HttpError { Status = 500 }.EveryNth(2)] },
            new() { Model = "llama*", Pace = Pace(150, 90), Answer = Answer },
        ],
    };

    private static Pace Pace(double firstTokenMilliseconds, double tokensPerSecond) =>
        new() { TimeToFirstToken = TimeSpan.FromMilliseconds(firstTokenMilliseconds), TokensPerSecond = tokensPerSecond, Jitter = 0.2, TokensPerChunk = 2 };
}
