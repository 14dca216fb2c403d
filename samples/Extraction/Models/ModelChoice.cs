namespace Extraction.Models;

/// <summary>Which models are asked: those that are named, else one of each provider whose key is there, else the simulated ones.</summary>
/// <param name="Models">At least one.</param>
/// <param name="IsSimulated">Whether none of them is a language model.</param>
internal sealed record ModelChoice(IReadOnlyList<Model> Models, bool IsSimulated)
{
    public IReadOnlyList<string> Names => [.. Models.Select(static model => model.Name)];

    /// <exception cref="UsageException">A name or a key is missing.</exception>
    public static ModelChoice From(Func<string, string?> environment, IReadOnlyList<string> names, bool simulate, IReadOnlyList<Model> simulated)
    {
        var providers = new ProviderModels(environment);
        string[] wanted = [.. names.Distinct(StringComparer.Ordinal)];
        Model[] known = [.. wanted.SelectMany(name => simulated.Where(model => model.Name == name))];
        if (simulate && known.Length < wanted.Length)
        {
            throw new UsageException($"The simulated models are {string.Join(", ", simulated.Select(static model => model.Name))}.");
        }

        IReadOnlyList<Model> models = wanted.Length > 0 ? [.. wanted.Select(name => known.FirstOrDefault(model => model.Name == name) ?? providers.Named(name))]
            : simulate || providers.Usual.Count == 0 ? simulated
            : providers.Usual;
        return new ModelChoice(models, models.All(simulated.Contains));
    }
}
