using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestration.Models;

/// <summary>The layout of <c>catalog.json</c>: one line per model, grouped by provider. A misspelt member is an error, not a missing price.</summary>
internal sealed record CatalogFile
{
    public string? About { get; init; }

    public string? Credit { get; init; }

    public required Dictionary<string, CatalogSource> Sources { get; init; }

    public required Dictionary<string, Dictionary<string, CatalogEntry>> Providers { get; init; }

    public static ImmutableSortedDictionary<string, ModelProfile> ReadEmbedded()
    {
        using var stream = typeof(CatalogFile).Assembly.GetManifestResourceStream("Orchestration.Models.catalog.json")
            ?? throw new InvalidOperationException("The model catalogue is missing from the assembly's resources.");
        return Read(JsonSerializer.Deserialize(stream, CatalogJson.Default.CatalogFile)!);
    }

    private static ImmutableSortedDictionary<string, ModelProfile> Read(CatalogFile file)
    {
        var profiles = ImmutableSortedDictionary.CreateBuilder<string, ModelProfile>(StringComparer.Ordinal);
        foreach (var (provider, models) in file.Providers)
        {
            foreach (var (name, entry) in models)
            {
                profiles.Add(name, entry.ToProfile(provider, entry.Source is null ? null : file.Sources[entry.Source]));
            }
        }

        return profiles.ToImmutable();
    }
}

internal sealed record CatalogSource(string Name, DateOnly AsOf);

/// <summary>Rates in US dollars per million tokens.</summary>
internal record CatalogRates
{
    public decimal? In { get; init; }

    public decimal? Out { get; init; }

    public decimal? Cached { get; init; }

    public decimal? Write { get; init; }

    public decimal? Write1h { get; init; }

    public decimal? Reasoning { get; init; }

    public Price ToPrice(CatalogSource? source) => new()
    {
        InputUsdPerMillion = In ?? throw new JsonException("A price has an input rate."),
        OutputUsdPerMillion = Out ?? throw new JsonException("A price has an output rate."),
        CachedInputUsdPerMillion = Cached,
        CacheWriteUsdPerMillion = Write,
        CacheWrite1hUsdPerMillion = Write1h,
        ReasoningUsdPerMillion = Reasoning,
        Source = source?.Name,
        AsOf = source?.AsOf,
    };
}

internal sealed record CatalogTier : CatalogRates
{
    public required long Above { get; init; }

    public LongContextTier ToTier() => new()
    {
        AboveInputTokens = Above,
        InputUsdPerMillion = In ?? throw new JsonException("A tier has an input rate."),
        OutputUsdPerMillion = Out ?? throw new JsonException("A tier has an output rate."),
        CachedInputUsdPerMillion = Cached,
        CacheWriteUsdPerMillion = Write,
        CacheWrite1hUsdPerMillion = Write1h,
        ReasoningUsdPerMillion = Reasoning,
    };
}

internal sealed record CatalogLaterPrice : CatalogRates
{
    public required DateOnly From { get; init; }
}

internal sealed record CatalogEntry : CatalogRates
{
    public decimal? BatchIn { get; init; }

    public decimal? BatchOut { get; init; }

    public CatalogTier[]? Long { get; init; }

    public CatalogLaterPrice[]? Later { get; init; }

    public string? Source { get; init; }

    public int? Context { get; init; }

    public int? MaxOutput { get; init; }

    public required string Can { get; init; }

    public ModelProfile ToProfile(string provider, CatalogSource? source) => new()
    {
        Provider = provider,
        Prices = Prices(source),
        ContextWindow = Context,
        MaxOutputTokens = MaxOutput,
        Capabilities = Can.Split(' ').Aggregate(ModelCapabilities.None, static (all, word) => all | Capability(word)),
    };

    private ImmutableArray<Price> Prices(CatalogSource? source)
    {
        if (In is null)
        {
            return [];
        }

        var first = ToPrice(source) with
        {
            LongContext = [.. (Long ?? []).Select(static tier => tier.ToTier())],
            Batch = BatchIn is { } batchIn && BatchOut is { } batchOut ? Price.PerMillionTokens(batchIn, batchOut) : null,
        };
        return [first, .. (Later ?? []).Select(later => later.ToPrice(source) with { EffectiveFrom = later.From })];
    }

    private static ModelCapabilities Capability(string word) => word switch
    {
        "chat" => ModelCapabilities.Streaming,
        "tools" => ModelCapabilities.Tools,
        "schema" => ModelCapabilities.StructuredOutput,
        "images" => ModelCapabilities.Images,
        "reasoning" => ModelCapabilities.Reasoning,
        "caching" => ModelCapabilities.PromptCaching,
        "embeddings" => ModelCapabilities.Embeddings,
        _ => throw new JsonException($"'{word}' is not an ability that the catalogue knows."),
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CatalogFile))]
internal sealed partial class CatalogJson : JsonSerializerContext;
