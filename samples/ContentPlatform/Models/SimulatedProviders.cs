using Orchestration.Simulator;

namespace ContentPlatform.Models;

/// <summary>What the simulator plays for <c>--simulate</c>: four providers at their usual pace, each with a fault of its own to be healed; and for <c>--outage</c> one that goes down within the shown text.</summary>
/// <param name="hasOutage">Whether the provider that begins the shown text breaks off in the middle of it, and is down from then on.</param>
/// <param name="pace">Tokens a second of the text in which the outage is; <see langword="null"/> = slowly enough to watch.</param>
internal sealed class SimulatedProviders(bool hasOutage, double? pace)
{
    // Somewhat faster than people read: what is ahead of the reader is where a good place to go on is looked for.
    private const double WatchablePace = 30;

    private const int CharactersAToken = 5;

    private static readonly AutoAnswer Answer = new() { Tokens = 140 };

    private static readonly ModelScript[] Providers =
    [
        // Asks for patience now and then.
        new() { Model = "gemini-*", Pace = Pace(250, 220), Answer = Answer, Faults = [new RateLimited { RetryAfter = TimeSpan.FromSeconds(1) }.EveryNth(3)] },

        // Breaks off within its answer, so that another carries it on.
        new() { Model = "claude-*", Pace = Pace(400, 150), Answer = Answer, ReasoningTokens = 12, Faults = [new Overloaded { AtToken = 30 }.EveryNth(3)] },

        // Stands in for either, where it is up.
        new() { Model = "gpt-*", Pace = Pace(300, 180), Answer = Answer, Faults = [new HttpError { Status = 500 }.EveryNth(2)] },
        new() { Model = "llama*", Pace = Pace(150, 90), Answer = Answer },
    ];

    private string? _down;

    public static SimulatorScript Script { get; } = new() { Models = Providers };

    /// <summary>How a request is answered.</summary>
    public ModelScript? Direct(PromptSeen prompt)
    {
        var usual = Array.Find(Providers, provider => prompt.Model.StartsWith(provider.Model.TrimEnd('*'), StringComparison.Ordinal));
        if (usual is null)
        {
            return null;
        }

        if (_down == usual.Model)
        {
            return usual with { Faults = [new HttpError { Status = 503 }.Always()] };
        }

        // Who watches an outage is to see nothing else go wrong.
        var played = hasOutage ? usual with { Faults = [] } : usual;
        if (SimulatedWriting.Answer(prompt.Question) is not { } text)
        {
            return played;
        }

        var writing = played with { Answer = new TextAnswer(text), Continuation = Continuation.RepeatsAsAsked };
        return hasOutage && SimulatedWriting.IsShown(prompt.Question) ? Shown(writing, text) : writing;
    }

    /// <summary>The first to be asked dies halfway.</summary>
    private ModelScript Shown(ModelScript writing, string text)
    {
        var isFirst = Interlocked.CompareExchange(ref _down, writing.Model, null) is null;
        return writing with
        {
            Pace = writing.Pace with { TokensPerSecond = pace ?? WatchablePace },
            Faults = isFirst ? [new ConnectionReset { AtToken = text.Length / CharactersAToken / 2 }.Always()] : [],
        };
    }

    private static Pace Pace(double firstTokenMilliseconds, double tokensPerSecond) =>
        new() { TimeToFirstToken = TimeSpan.FromMilliseconds(firstTokenMilliseconds), TokensPerSecond = tokensPerSecond, Jitter = 0.2, TokensPerChunk = 2 };
}
