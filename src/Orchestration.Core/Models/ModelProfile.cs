using System.Collections.Immutable;

namespace Orchestration.Models;

/// <summary>What is known of a model beside its client: prices, limits, abilities. Everything is optional, and <see langword="null"/> is "not known", never 0.</summary>
public sealed record ModelProfile
{
    private readonly ValueArray<Price> _prices;

    /// <summary>The one price, when a single one is all there is.</summary>
    /// <value><see langword="null"/> when no price is known, or when there are several by date: then <see cref="PriceAt"/> tells which applies.</value>
    public Price? Price
    {
        get => Prices is [var only] ? only : null;
        init => _prices = value is null ? default : new([value]);
    }

    /// <summary>The prices by the day they begin, oldest first; empty when none is known. Setting <see cref="Price"/> replaces them.</summary>
    /// <exception cref="ArgumentException">Two prices begin on one day, or a later one stands before an earlier one.</exception>
    public ImmutableArray<Price> Prices
    {
        get => _prices.Items;
        init => _prices = new(InOrder(value));
    }

    /// <summary>The most tokens that prompt and answer may take together.</summary>
    public int? ContextWindow { get; init => field = Positive(value); }

    /// <summary>The most tokens that one answer may take, reasoning included.</summary>
    public int? MaxOutputTokens { get; init => field = Positive(value); }

    /// <summary>What the model can do; <see langword="null"/> = not known, and then nothing is held against it.</summary>
    public ModelCapabilities? Capabilities { get; init; }

    /// <summary>How good the model's answers are, from 0 to 1, for routes with a quality floor: used for steps that no eval has scored.</summary>
    /// <value><see langword="null"/> = not known, and then the model meets no floor.</value>
    public double? Quality
    {
        get;
        init => field = value is null or (>= 0 and <= 1) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Quality is from 0 to 1.");
    }

    /// <summary>Who serves the model, as <c>openai</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>The most calls to the model in flight at once from this process; <see langword="null"/> = no limit, here and in the next two.</summary>
    public int? MaxConcurrentCalls { get; init => field = Positive(value); }

    /// <summary>Requests per minute that the provider allows.</summary>
    public int? RequestsPerMinute { get; init => field = Positive(value); }

    /// <summary>Tokens per minute that the provider allows, input and output together.</summary>
    public int? TokensPerMinute { get; init => field = Positive(value); }

    /// <summary>The price that applies at an instant; <see langword="null"/> when none is known for it.</summary>
    public Price? PriceAt(DateTimeOffset instant)
    {
        var day = DateOnly.FromDateTime(instant.UtcDateTime);
        var prices = Prices;
        for (var i = prices.Length - 1; i >= 0; i--)
        {
            if (prices[i].EffectiveFrom is not { } from || from <= day)
            {
                return prices[i];
            }
        }

        return null;
    }

    private static ImmutableArray<Price> InOrder(ImmutableArray<Price> prices)
    {
        for (var i = 1; !prices.IsDefault && i < prices.Length; i++)
        {
            if (prices[i].EffectiveFrom is not { } from || from <= prices[i - 1].EffectiveFrom)
            {
                throw new ArgumentException("Prices are listed by the day they begin, and only the first may lack one.", nameof(prices));
            }
        }

        return prices;
    }

    private static int? Positive(int? value)
    {
        if (value is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(given, nameof(value));
        }

        return value;
    }
}

/// <summary>What a model can do, as far as routing must know.</summary>
[Flags]
public enum ModelCapabilities
{
    /// <summary>None of these.</summary>
    None = 0,

    /// <summary>Calls tools.</summary>
    Tools = 1 << 0,

    /// <summary>Answers by a JSON schema that the provider enforces.</summary>
    StructuredOutput = 1 << 1,

    /// <summary>Takes images as input.</summary>
    Images = 1 << 2,

    /// <summary>Spends tokens on reasoning before it answers.</summary>
    Reasoning = 1 << 3,

    /// <summary>Charges less for a prompt prefix it has seen lately.</summary>
    PromptCaching = 1 << 4,

    /// <summary>Sends the answer as it is made.</summary>
    Streaming = 1 << 5,

    /// <summary>Turns text into vectors; such a model does not chat.</summary>
    Embeddings = 1 << 6,

    /// <summary>Goes on with a last message of the assistant's as if it had written that itself. Many current models refuse such a request.</summary>
    AssistantPrefill = 1 << 7,
}
