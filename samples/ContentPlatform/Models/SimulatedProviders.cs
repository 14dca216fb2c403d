using Orchestration.Simulator;

namespace ContentPlatform.Models;

/// <summary>What the simulator plays for <c>--simulate</c>: four providers at their usual pace, each with a fault of its own to be healed.</summary>
internal static class SimulatedProviders
{
    public static SimulatorScript Script { get; } = new()
    {
        Models =
        [
            // Asked first by every step, and asks for patience now and then.
            new() { Model = "gemini-*", Pace = Pace(250, 220), Faults = [new RateLimited { RetryAfter = TimeSpan.FromSeconds(1) }.EveryNth(3)] },

            // Takes over where Gemini does not heal in time, and breaks off within its stream.
            new() { Model = "claude-*", Pace = Pace(400, 150), ReasoningTokens = 12, Faults = [new Overloaded { AtToken = 20 }.EveryNth(4)] },
            new() { Model = "gpt-*", Pace = Pace(300, 180) },
            new() { Model = "llama*", Pace = Pace(150, 90) },
        ],
    };

    private static Pace Pace(double firstTokenMilliseconds, double tokensPerSecond) =>
        new() { TimeToFirstToken = TimeSpan.FromMilliseconds(firstTokenMilliseconds), TokensPerSecond = tokensPerSecond, Jitter = 0.2, TokensPerChunk = 2 };
}
