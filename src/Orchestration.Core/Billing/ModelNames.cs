using System.Text.RegularExpressions;

namespace Orchestration.Billing;

/// <summary>Finds the provider's name of a model for the names that the log and an export have for it.</summary>
internal sealed partial class ModelNames
{
    private readonly IReadOnlyDictionary<string, string> _given;
    private readonly Dictionary<string, string> _ofRegistered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> _providers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SortedSet<string>> _undated = new(StringComparer.OrdinalIgnoreCase);

    public ModelNames(IEnumerable<(DateOnly Day, string Provider, string Registered, string? ModelId)> log, IReadOnlyDictionary<string, string> given)
    {
        _given = given;
        var all = log.ToList();
        foreach (var (_, _, registered, modelId) in all)
        {
            if (modelId is not null && (!_ofRegistered.TryGetValue(registered, out var known) || string.CompareOrdinal(modelId, known) < 0))
            {
                _ofRegistered[registered] = modelId;
            }
        }

        foreach (var (_, provider, registered, modelId) in all)
        {
            var name = OfLog(registered, modelId);
            Put(_providers, name, provider);
            Put(_undated, Undated(name), name);
        }
    }

    /// <summary>As given, else as the answer says, else as other answers of the model say, else as registered.</summary>
    public string OfLog(string registered, string? modelId) =>
        _given.TryGetValue(registered, out var given) ? given : modelId ?? _ofRegistered.GetValueOrDefault(registered, registered);

    /// <summary>The log's name for a line of an export; as it stands when the log has none.</summary>
    public (string Provider, string Model, bool IsKnown) OfExport(string? provider, string? model)
    {
        if (model is null)
        {
            return (provider ?? string.Empty, string.Empty, false);
        }

        var name = _given.TryGetValue(model, out var given) ? given : model;
        name = _providers.ContainsKey(name) ? name
            : _ofRegistered.TryGetValue(name, out var registered) ? OfLog(name, registered)
            : _undated.TryGetValue(Undated(name), out var alike) && alike.Count == 1 ? alike.Min!
            : name;
        if (!_providers.TryGetValue(name, out var providers))
        {
            return (provider ?? string.Empty, name, false);
        }

        // Two books spell a provider differently; where the model has one only, there is nothing to confuse.
        var same = providers.FirstOrDefault(known => known.Equals(provider, StringComparison.OrdinalIgnoreCase));
        return (same ?? (provider is null || providers.Count == 1 ? providers.Min! : provider), Spelled(name), true);
    }

    private string Spelled(string name) => _undated.TryGetValue(Undated(name), out var alike) && alike.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known ? known : name;

    private static void Put(Dictionary<string, SortedSet<string>> sets, string key, string value)
    {
        if (!sets.TryGetValue(key, out var set))
        {
            sets[key] = set = new SortedSet<string>(StringComparer.Ordinal);
        }

        set.Add(value);
    }

    private static string Undated(string name) => DateAtEnd().Replace(name, string.Empty);

    [GeneratedRegex("-20[0-9]{2}-?[01][0-9]-?[0-3][0-9]$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateAtEnd();
}
