using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Core.Tests.Models;

public sealed partial class PriceTests
{
    private static Price Full() => new()
    {
        InputUsdPerMillion = 3m,
        OutputUsdPerMillion = 15m,
        CachedInputUsdPerMillion = 0.3m,
        CacheWriteUsdPerMillion = 3.75m,
        CacheWrite1hUsdPerMillion = 6m,
        ReasoningUsdPerMillion = 16m,
        LongContext =
        [
            new() { AboveInputTokens = 128_000, InputUsdPerMillion = 4m, OutputUsdPerMillion = 20m },
            new() { AboveInputTokens = 200_000, InputUsdPerMillion = 6m, OutputUsdPerMillion = 22.5m, CachedInputUsdPerMillion = 0.6m },
        ],
        Batch = Price.PerMillionTokens(1.5m, 7.5m),
        EffectiveFrom = new DateOnly(2026, 9, 1),
        Source = "a list",
        AsOf = new DateOnly(2026, 7, 24),
    };

    [Fact]
    public void A_price_survives_json_and_compares_by_value()
    {
        var json = JsonSerializer.Serialize(Full(), PriceJson.Default.Price);
        var read = JsonSerializer.Deserialize(json, PriceJson.Default.Price);

        Assert.Equal(Full(), read);
        Assert.Equal(Full().GetHashCode(), read!.GetHashCode());
        Assert.Contains("\"inputUsdPerMillion\":3,", json, StringComparison.Ordinal);
        Assert.Contains("\"effectiveFrom\":\"2026-09-01\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_price_comes_back_from_the_audit_record_it_was_written_to()
    {
        var body = new AttemptEndedRecord { Model = "m", RequestHash = "h", Price = Full() };
        var utf8 = AuditJson.Write(Guid.Empty, AuditKind.AttemptEnded, "tenant", null, null, null, DateTimeOffset.UnixEpoch, body);

        var read = (AttemptEndedRecord)AuditRecord.Parse(utf8).Body;

        Assert.Equal(Full(), read.Price);
    }

    [Fact]
    public void A_price_without_tiers_survives_json_that_does_not_name_them()
    {
        var read = JsonSerializer.Deserialize("""{"inputUsdPerMillion":1,"outputUsdPerMillion":2}""", PriceJson.Default.Price);

        Assert.Equal(Price.PerMillionTokens(1m, 2m), read);
        Assert.Empty(read!.LongContext);
    }

    [Fact]
    public void Prices_that_differ_in_one_tier_are_not_equal()
    {
        var other = Full() with { LongContext = Full().LongContext.SetItem(1, Full().LongContext[1] with { OutputUsdPerMillion = 23m }) };

        Assert.NotEqual(Full(), other);
    }

    [Theory]
    [InlineData("-0.01")]
    [InlineData("0.0000000001")]
    [InlineData("1000001")]
    public void A_rate_that_is_no_rate_is_refused(string rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Price.PerMillionTokens(decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture), 1m));

    [Fact]
    public void Tiers_out_of_order_are_refused() =>
        Assert.Throws<ArgumentException>(() => Full() with { LongContext = [Full().LongContext[1], Full().LongContext[0]] });

    [Fact]
    public void A_profile_tells_the_price_of_the_day()
    {
        var before = Price.PerMillionTokens(2m, 10m);
        var after = Price.PerMillionTokens(3m, 15m) with { EffectiveFrom = new DateOnly(2026, 9, 1) };
        var profile = new ModelProfile { Prices = [before, after] };

        Assert.Equal(before, profile.PriceAt(new DateTimeOffset(2026, 8, 31, 23, 59, 59, TimeSpan.Zero)));
        Assert.Equal(after, profile.PriceAt(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(before, profile.PriceAt(new DateTimeOffset(2026, 9, 1, 1, 0, 0, TimeSpan.FromHours(2))));
        Assert.Null(profile.Price);
    }

    [Fact]
    public void A_profile_with_one_price_has_it_always_unless_it_begins_later()
    {
        var price = Price.PerMillionTokens(2m, 10m);

        Assert.Equal(price, new ModelProfile { Price = price }.PriceAt(DateTimeOffset.MinValue));
        Assert.Equal(price, new ModelProfile { Price = price }.Price);
        Assert.Null(new ModelProfile { Price = price with { EffectiveFrom = new DateOnly(2026, 1, 1) } }.PriceAt(DateTimeOffset.MinValue));
        Assert.Null(new ModelProfile().PriceAt(DateTimeOffset.MinValue));
    }

    [Fact]
    public void Prices_out_of_order_and_limits_below_one_are_refused()
    {
        var later = Price.PerMillionTokens(3m, 15m) with { EffectiveFrom = new DateOnly(2026, 9, 1) };

        Assert.Throws<ArgumentException>(() => new ModelProfile { Prices = [later, later] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelProfile { MaxConcurrentCalls = 0 });
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(Price))]
    private sealed partial class PriceJson : JsonSerializerContext;
}
