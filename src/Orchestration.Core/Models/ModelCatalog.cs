using System.Collections.Immutable;

namespace Orchestration.Models;

/// <summary>Profiles of models by name: what comes with the library, and what you put over it. Immutable.</summary>
/// <remarks>
/// The figures are a convenience with a date, not a promise of any provider: each price carries its <see cref="Price.Source"/> and
/// <see cref="Price.AsOf"/>. Where they come from and what was left out: <c>docs/prices.md</c>.
/// </remarks>
/// <example><code>
/// var models = ModelCatalog.Default.With("gpt-4o", new ModelProfile { Price = Price.PerMillionTokens(inputUsd: 2m, outputUsd: 8m) });
/// </code></example>
public sealed class ModelCatalog
{
    private static readonly Lazy<ModelCatalog> Embedded = new(static () => new ModelCatalog(CatalogFile.ReadEmbedded()));

    private readonly ImmutableSortedDictionary<string, ModelProfile> _profiles;

    private ModelCatalog(ImmutableSortedDictionary<string, ModelProfile> profiles) => _profiles = profiles;

    /// <summary>The models that the library knows. Read from its resources at the first use.</summary>
    public static ModelCatalog Default => Embedded.Value;

    /// <summary>No models at all: a start for those who list their own.</summary>
    public static ModelCatalog Empty { get; } = new(ImmutableSortedDictionary.Create<string, ModelProfile>(StringComparer.Ordinal));

    /// <summary>Every model with its profile, in ordinal order of the names.</summary>
    public IReadOnlyDictionary<string, ModelProfile> All => _profiles;

    /// <summary>The profile of the model that has exactly this name; <see langword="null"/> when the catalogue has none.</summary>
    public ModelProfile? Find(string name) => _profiles.GetValueOrDefault(name);

    /// <summary>A catalogue in which this profile stands for the name, instead of any other.</summary>
    public ModelCatalog With(string name, ModelProfile profile)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new ModelCatalog(_profiles.SetItem(name, profile));
    }
}
