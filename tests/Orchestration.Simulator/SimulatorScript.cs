using System.Text.Json;

namespace Orchestration.Simulator;

/// <summary>What the simulator plays: a script a model, and what holds for all of them.</summary>
public sealed record SimulatorScript
{
    /// <summary>The scripts of the models; the first whose name fits a request's model is taken.</summary>
    public IReadOnlyList<ModelScript> Models { get; init; } = [];

    /// <summary>The script of every model that <see cref="Models"/> does not name.</summary>
    /// <value><see langword="null"/>: such a model does not exist, and asking for it fails as it does at its provider. The default answers at once, for nothing.</value>
    public ModelScript? Otherwise { get; init; } = new();

    /// <summary>The only key that is accepted, except by Ollama, which has none.</summary>
    /// <value><see langword="null"/>, the default: any key, or none.</value>
    public string? ApiKey { get; init; }

    /// <summary>What everything that looks like chance follows from: texts, jitter, quality, and faults with a probability.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Four providers to try things with: invented prices and paces of the usual size, and now and then a fault.</summary>
    public static SimulatorScript Demo { get; } = new()
    {
        Models =
        [
            new() { Model = "gpt-*", Pace = Usual(300, 80), Price = Usd(2.50m, 10m), Faults = [new RateLimited { RetryAfter = TimeSpan.FromSeconds(1) }.EveryNth(7)] },
            new() { Model = "claude-*", Pace = Usual(500, 60), Price = Usd(3m, 15m), ReasoningTokens = 12, Faults = [new Overloaded { AtToken = 20 }.EveryNth(9)] },
            new() { Model = "gemini-*", Pace = Usual(250, 150), Price = Usd(0.30m, 2.50m) with { CachedInputUsd = 0.075m }, Quality = 0.9 },
            new() { Model = "text-embedding-*", Price = Usd(0.02m, 0) },
            new() { Model = "llama*", Pace = Usual(150, 40), Quality = 0.8, Faults = [new Truncated { AtToken = 15 }.EveryNth(11)] },
        ],
    };

    /// <summary>A script of one model, whatever its name.</summary>
    public static SimulatorScript For(ModelScript model) => new() { Models = [model], Otherwise = null };

    /// <summary>Reads a script from JSON; comments and trailing commas are allowed, durations are written "250ms", "1.5s", "2m", "1h".</summary>
    /// <exception cref="JsonException">The text is not such a script; the message names the place.</exception>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public static SimulatorScript Parse(string json)
    {
        var script = JsonSerializer.Deserialize<SimulatorScript>(json, SimulatorJson.Options) ?? throw new JsonException("The script is null.");
        script.Validate();
        return script;
    }

    /// <summary>The same script as JSON that <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SimulatorJson.Options);

    /// <summary>The script of a model, or <see langword="null"/> if there is no such model.</summary>
    internal ModelScript? Find(string model) => Models.FirstOrDefault(script => script.Fits(model)) ?? Otherwise;

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal void Validate()
    {
        foreach (var model in Otherwise is null ? Models : [.. Models, Otherwise])
        {
            model.Validate();
        }
    }

    private static Pace Usual(double firstTokenMilliseconds, double tokensPerSecond) =>
        new() { TimeToFirstToken = TimeSpan.FromMilliseconds(firstTokenMilliseconds), TokensPerSecond = tokensPerSecond, Jitter = 0.2, TokensPerChunk = 2 };

    private static PriceProfile Usd(decimal input, decimal output) => new() { InputUsd = input, OutputUsd = output };
}
