using System.Text.Json;
using Orchestration.Core.Tests.Testing;
using Orchestration.Models;

namespace Orchestration.Core.Tests.Models;

public sealed class ModelCatalogTests
{
    private static IEnumerable<(string Name, ModelProfile Profile, Price Price)> AllPrices() =>
        ModelCatalog.Default.All.SelectMany(static model => model.Value.Prices.Select(price => (model.Key, model.Value, price)));

    [Fact]
    public void The_models_people_use_are_there()
    {
        Assert.True(ModelCatalog.Default.All.Count >= 175);
        Assert.Equal(2.5m, ModelCatalog.Default.Find("gpt-4o")?.Price?.InputUsdPerMillion);
        Assert.Equal(200_000, ModelCatalog.Default.Find("claude-haiku-4-5")?.ContextWindow);
        Assert.Equal("google", ModelCatalog.Default.Find("gemini-2.5-pro")?.Provider);
        Assert.Equal(ModelCapabilities.Embeddings, ModelCatalog.Default.Find("text-embedding-3-small")?.Capabilities);
        Assert.True(ModelCatalog.Default.Find("gpt-4o")?.Capabilities?.HasFlag(ModelCapabilities.Tools | ModelCapabilities.Images | ModelCapabilities.Streaming));
        Assert.Null(ModelCatalog.Default.Find("no-such-model"));
    }

    [Fact]
    public void An_override_stands_for_its_name_and_leaves_the_default_alone()
    {
        var mine = new ModelProfile { Price = Price.PerMillionTokens(inputUsd: 1m, outputUsd: 2m) };

        var catalog = ModelCatalog.Default.With("gpt-4o", mine).With("my-own", mine);

        Assert.Same(mine, catalog.Find("gpt-4o"));
        Assert.Same(mine, catalog.Find("my-own"));
        Assert.NotSame(mine, ModelCatalog.Default.Find("gpt-4o"));
        Assert.Empty(ModelCatalog.Empty.All);
    }

    [Fact]
    public void Every_price_says_where_it_comes_from_and_when()
    {
        Assert.All(AllPrices(), static entry => Assert.True(entry.Price is { Source.Length: > 0, AsOf.Year: >= 2026 }, entry.Name));
    }

    [Fact]
    public void Nothing_costs_nothing_but_what_runs_on_your_own_machine()
    {
        Assert.All(AllPrices(), static entry => Assert.True(entry.Price.InputUsdPerMillion > 0 || entry.Profile.Provider == "ollama", entry.Name));
        Assert.Empty(ModelCatalog.Default.Find("gpt-oss:120b-cloud")!.Prices);
    }

    [Fact]
    public void Parts_never_cost_more_than_their_whole_and_a_batch_never_more_than_a_request()
    {
        Assert.All(AllPrices(), static entry =>
        {
            var price = entry.Price;
            Assert.True(!(price.CachedInputUsdPerMillion > price.InputUsdPerMillion), entry.Name);
            Assert.True(!(price.CacheWriteUsdPerMillion < price.InputUsdPerMillion), entry.Name);
            Assert.True(!(price.Batch?.InputUsdPerMillion > price.InputUsdPerMillion), entry.Name);
            Assert.True(!(price.Batch?.OutputUsdPerMillion > price.OutputUsdPerMillion), entry.Name);
            Assert.All(price.LongContext, tier => Assert.True(
                tier.InputUsdPerMillion >= price.InputUsdPerMillion && tier.OutputUsdPerMillion >= price.OutputUsdPerMillion
                && !(tier.CachedInputUsdPerMillion > tier.InputUsdPerMillion),
                entry.Name));
        });
    }

    [Fact]
    public void A_chat_model_charges_at_least_as_much_for_output_as_for_input()
    {
        var chat = AllPrices().Where(static entry => !entry.Profile.Capabilities!.Value.HasFlag(ModelCapabilities.Embeddings));

        Assert.All(chat, static entry => Assert.True(entry.Price.OutputUsdPerMillion >= entry.Price.InputUsdPerMillion, entry.Name));
    }

    [Fact]
    public void Windows_hold_the_longest_answer()
    {
        Assert.All(ModelCatalog.Default.All, static model => Assert.True(!(model.Value.MaxOutputTokens > model.Value.ContextWindow), model.Key));
    }

    [Fact]
    public void Anthropic_sells_cache_writes_at_five_quarters_and_twice_and_reads_at_a_tenth_of_input()
    {
        // Rounded by the vendor itself to 0.30 and 0.03.
        var exact = AllPrices().Where(static entry => entry.Profile.Provider == "anthropic" && entry.Name != "claude-3-haiku-20240307");

        Assert.All(exact, static entry =>
        {
            var input = entry.Price.InputUsdPerMillion;
            Assert.Equal(input * 1.25m, entry.Price.CacheWriteUsdPerMillion);
            Assert.Equal(input * 0.1m, entry.Price.CachedInputUsdPerMillion);
            Assert.Equal(input * 2m, entry.Price.CacheWrite1hUsdPerMillion ?? (input * 2m));
            Assert.All(entry.Price.LongContext, static tier =>
            {
                Assert.Equal(tier.InputUsdPerMillion * 1.25m, tier.CacheWriteUsdPerMillion);
                Assert.Equal(tier.InputUsdPerMillion * 2m, tier.CacheWrite1hUsdPerMillion);
                Assert.Equal(tier.InputUsdPerMillion * 0.1m, tier.CachedInputUsdPerMillion);
            });
        });
    }

    [Fact]
    public void An_introductory_price_ends_on_its_day()
    {
        var sonnet = ModelCatalog.Default.Find("claude-sonnet-5")!;

        Assert.Equal(2m, sonnet.PriceAt(new DateTimeOffset(2026, 8, 31, 0, 0, 0, TimeSpan.Zero))?.InputUsdPerMillion);
        Assert.Equal(3m, sonnet.PriceAt(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero))?.InputUsdPerMillion);
    }

    [Fact]
    public void The_figures_are_those_of_the_list_they_were_taken_from()
    {
        using var list = JsonDocument.Parse(File.ReadAllBytes(SharedData.FileOrSkip("prices/models.json")));
        foreach (var row in list.RootElement.GetProperty("models").EnumerateArray())
        {
            var name = row.GetProperty("model").GetString()!;
            if (name.StartsWith("lyria-", StringComparison.Ordinal) || name == "gemini-1.5-flash")
            {
                Assert.Null(ModelCatalog.Default.Find(name));
                continue;
            }

            var profile = ModelCatalog.Default.Find(name);
            Assert.True(profile is not null, name);
            Assert.Equal(row.GetProperty("context_window").GetInt32(), profile.ContextWindow);
            if (profile.Prices is [var price, ..])
            {
                AssertSame(row, price, name);
            }
            else
            {
                Assert.True(row.GetProperty("input_per_mtok").GetDecimal() == 0, name);
            }
        }
    }

    private static void AssertSame(JsonElement row, Price price, string name)
    {
        Assert.Equal((name, Figure(row, "input_per_mtok")), (name, price.InputUsdPerMillion));
        Assert.Equal((name, Figure(row, "output_per_mtok")), (name, price.OutputUsdPerMillion));
        Assert.Equal((name, Figure(row, "cached_input_per_mtok")), (name, price.CachedInputUsdPerMillion));
        Assert.Equal((name, Figure(row, "cache_write_per_mtok")), (name, price.CacheWriteUsdPerMillion));
        Assert.Equal((name, Figure(row, "cache_write_1h_per_mtok")), (name, price.CacheWrite1hUsdPerMillion));
        Assert.Equal((name, Figure(row, "reasoning_per_mtok")), (name, price.ReasoningUsdPerMillion));
        Assert.Equal((name, Figure(row, "batch_input_per_mtok")), (name, price.Batch?.InputUsdPerMillion));
        Assert.Equal((name, Figure(row, "batch_output_per_mtok")), (name, price.Batch?.OutputUsdPerMillion));
        var tiers = row.TryGetProperty("long_context", out var listed) ? listed.EnumerateArray().ToArray() : [];
        Assert.Equal(tiers.Length, price.LongContext.Length);
        for (var i = 0; i < tiers.Length; i++)
        {
            Assert.Equal((name, Figure(tiers[i], "above_input_tokens")), (name, price.LongContext[i].AboveInputTokens));
            Assert.Equal((name, Figure(tiers[i], "input_per_mtok") ?? price.InputUsdPerMillion), (name, price.LongContext[i].InputUsdPerMillion));
            Assert.Equal((name, Figure(tiers[i], "output_per_mtok") ?? price.OutputUsdPerMillion), (name, price.LongContext[i].OutputUsdPerMillion));
            Assert.Equal((name, Figure(tiers[i], "cached_input_per_mtok")), (name, price.LongContext[i].CachedInputUsdPerMillion));
        }
    }

    private static decimal? Figure(JsonElement row, string member) => row.TryGetProperty(member, out var value) ? value.GetDecimal() : null;
}
