using Orchestration.Models;
using Orchestration.Month.Workload;

namespace Orchestration.Month.World;

/// <summary>What the simulation assumes of one model. Prices are list prices; the rest are assumptions of this benchmark, printed with its results.</summary>
internal sealed record ModelSheet
{
    public required string Name { get; init; }

    public required string Provider { get; init; }

    public required ModelProfile Profile { get; init; }

    /// <summary>How able the model is, in logits: see <see cref="Quality"/>.</summary>
    public required double Ability { get; init; }

    /// <summary>Median time to the first token without the reading of the prompt, seconds.</summary>
    public required double FirstToken { get; init; }

    /// <summary>Median tokens a second.</summary>
    public required double Pace { get; init; }

    /// <summary>Requests in 60 seconds before it answers 429.</summary>
    public required int RequestsPerMinute { get; init; }

    /// <summary>The least tokens that its provider caches of a prompt's beginning; <see langword="null"/> = it has no such cache.</summary>
    public int? CachedFrom { get; init; }

    /// <summary>Characters of our texts in one of its tokens.</summary>
    public double CharactersPerToken { get; init; } = 4.2;

    public Price Price => Profile.PriceAt(Arrivals.Start)!;

    /// <summary>The chance that an answer is good, by the Rasch model: the logistic function of ability less difficulty.</summary>
    public double Quality(Difficulty difficulty) => 1 / (1 + Math.Exp(LevelOf(difficulty) - Ability));

    public static double LevelOf(Difficulty difficulty) => difficulty switch { Difficulty.Simple => -2.2, Difficulty.Moderate => 0, _ => 1.4 };
}

/// <summary>The twelve models.</summary>
internal static class ModelSheets
{
    /// <summary>The one good model that a team would choose: able, and not the dearest.</summary>
    public const string Single = "claude-sonnet-5";

    public const string GroqPrices = "Groq's price list, groq.com/pricing, 2026-07";

    /// <param name="spread">Stretches the distances of abilities from the single model's: above 1 the small ones are worse and the large one better than assumed.</param>
    public static IReadOnlyList<ModelSheet> All(double spread = 1) =>
    [
        .. Listed().Select(sheet => sheet with { Ability = 2.5 + (spread * (sheet.Ability - 2.5)) }),
    ];

    private static IEnumerable<ModelSheet> Listed() =>
    [
        Of("claude-opus-5", ability: 2.9, firstToken: 1.3, pace: 55, perMinute: 40, cachedFrom: 1024) with { CharactersPerToken = 3.8 },
        Of("claude-sonnet-5", ability: 2.5, firstToken: 0.9, pace: 75, perMinute: 60, cachedFrom: 1024) with { CharactersPerToken = 3.8 },
        Of("claude-haiku-4-5", ability: 1.6, firstToken: 0.5, pace: 130, perMinute: 100, cachedFrom: 4096) with { CharactersPerToken = 3.8 },
        Of("gpt-5.6-terra", ability: 2.5, firstToken: 1.0, pace: 80, perMinute: 60, cachedFrom: 1024),
        Of("gpt-5.4-mini", ability: 1.7, firstToken: 0.6, pace: 140, perMinute: 100, cachedFrom: 1024),
        Of("gpt-5.4-nano", ability: 0.9, firstToken: 0.45, pace: 180, perMinute: 150, cachedFrom: 1024),
        Of("gemini-3.1-pro-preview", ability: 2.4, firstToken: 1.6, pace: 90, perMinute: 50, cachedFrom: 4096),
        Of("gemini-3.5-flash", ability: 2.0, firstToken: 0.7, pace: 160, perMinute: 100, cachedFrom: 1024),
        Of("gemini-3.1-flash-lite", ability: 1.0, firstToken: 0.4, pace: 220, perMinute: 150, cachedFrom: 1024),
        Groq("gpt-oss-120b", input: 0.15m, output: 0.60m, cached: 0.075m, ability: 1.4, pace: 400, perMinute: 60) with { CachedFrom = 1024 },
        Groq("llama-3.3-70b-versatile", input: 0.59m, output: 0.79m, cached: null, ability: 0.8, pace: 260, perMinute: 60),
        Groq("llama-3.1-8b-instant", input: 0.05m, output: 0.08m, cached: null, ability: -0.1, pace: 600, perMinute: 100),
    ];

    private static ModelSheet Of(string name, double ability, double firstToken, double pace, int perMinute, int cachedFrom)
    {
        var profile = ModelCatalog.Default.Find(name) ?? throw new InvalidOperationException($"The catalogue no longer has {name}.");
        return new ModelSheet { Name = name, Provider = profile.Provider!, Profile = profile, Ability = ability, FirstToken = firstToken, Pace = pace, RequestsPerMinute = perMinute, CachedFrom = cachedFrom };
    }

    private static ModelSheet Groq(string name, decimal input, decimal output, decimal? cached, double ability, double pace, int perMinute) => new()
    {
        Name = name,
        Provider = "groq",
        Profile = new ModelProfile
        {
            Provider = "groq",
            Price = new Price { InputUsdPerMillion = input, OutputUsdPerMillion = output, CachedInputUsdPerMillion = cached, Source = GroqPrices },
            ContextWindow = 131_072,
            MaxOutputTokens = 32_768,
            Capabilities = ModelCapabilities.Streaming | ModelCapabilities.Tools | ModelCapabilities.StructuredOutput,
        },
        Ability = ability,
        FirstToken = 0.25,
        Pace = pace,
        RequestsPerMinute = perMinute,
    };
}
