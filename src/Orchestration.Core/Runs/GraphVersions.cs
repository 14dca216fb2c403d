using Orchestration.Graphs;

namespace Orchestration.Runs;

/// <summary>The graphs that the application has registered, each in one version or several.</summary>
internal sealed class GraphVersions
{
    private readonly Dictionary<string, SortedList<int, Graph>> _byName = new(StringComparer.Ordinal);

    /// <exception cref="GraphDefinitionException">A version is there twice, or two versions of a graph differ in their types.</exception>
    public GraphVersions(IEnumerable<Graph> graphs)
    {
        foreach (var added in graphs)
        {
            var (name, version) = (added.Name, added.Version);
            if (!_byName.TryGetValue(name, out var versions))
            {
                _byName[name] = versions = [];
            }

            if (!versions.TryAdd(version, added))
            {
                throw new GraphDefinitionException(name, null, $"two graphs of this name and version {version} are registered. The log knows a graph by both; give the newer one the next version.");
            }

            if (versions.Values[0].GetType() != added.GetType())
            {
                throw new GraphDefinitionException(name, null, $"version {version} takes or gives another type than version {versions.Keys[0]}, so that neither can stand in for the other. Give it a name of its own.");
            }
        }
    }

    public IReadOnlyList<Graph> All => [.. _byName.Values.SelectMany(static versions => versions.Values)];

    public bool Has(string name, int version) => _byName.TryGetValue(name, out var versions) && versions.ContainsKey(version);

    /// <summary>The graph of this name in this version or, if that is not registered any more, in the newest.</summary>
    public Graph? Find(string name, int version) =>
        !_byName.TryGetValue(name, out var versions) ? null
        : versions.TryGetValue(version, out var exact) ? exact
        : versions.Values[^1];
}
