using System.Collections.Immutable;
using Orchestration.Models;

namespace Orchestration.Routing;

/// <summary>A set of models, of which a call goes to the cheapest that meets the envelope; then, when that fails, to the next cheapest.</summary>
/// <remarks>
/// What a call is expected to cost is the model's price times the tokens of the prompt, by estimate, and of the answer, by what the model has needed for the step so far. Models within 1 % of
/// each other are equals: the one whose provider has the beginning of the prompt in its cache is asked first, else they take turns. A model without a price comes last.
/// </remarks>
/// <example>
/// <code>
/// builder.AddRoute("writing", new Route
/// {
///     Models = ["small", "medium", "large"],
///     Envelope = new() { MaxCostUsd = 0.02m, FirstToken = TimeSpan.FromSeconds(2), MinQuality = 0.8 },
///     Tiers = new() { Simple = ["small"], Moderate = ["small", "medium"], Complex = ["large"] },
/// });
/// </code>
/// </example>
public sealed record Route
{
    private readonly ValueArray<string> _models;

    /// <summary>The candidates.</summary>
    /// <value>Names given to <c>AddModel</c>, in any order, each once; at least one.</value>
    public required ImmutableArray<string> Models
    {
        get => _models.Items;
        init => _models = new(value);
    }

    /// <summary>What a candidate must meet.</summary>
    /// <value>No bound by default.</value>
    public Envelope Envelope { get; init; } = new();

    /// <summary>Which of the models are asked for which class of request.</summary>
    /// <value><see langword="null"/>, the default, means all for each, and then requests are not classified.</value>
    public Tiers? Tiers { get; init; }

    /// <summary>What is wrong with this route by itself, in sentences that begin with the member's name.</summary>
    internal IEnumerable<string> Faults()
    {
        if (Models.IsEmpty)
        {
            yield return "models: there is none; name at least one";
        }

        foreach (var twice in Models.GroupBy(static name => name, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            yield return $"models: '{twice.Key}' is named more than once; name it once";
        }

        if (Envelope.Fault() is { } fault)
        {
            yield return $"envelope: {fault}";
        }

        foreach (var stranger in Tiers?.StrangersTo(Models) ?? [])
        {
            yield return $"tiers: {stranger}";
        }
    }
}
