using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Following;

/// <summary>An object or array that has begun. One instance serves all containers of its depth, one after another.</summary>
internal sealed class OpenContainer
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Object or array.</summary>
    public JsonKinds Kind { get; private set; }

    /// <summary>Where in the text it begins.</summary>
    public int Start { get; private set; }

    /// <summary>Whether it is itself an item of an array.</summary>
    public bool IsItem { get; private set; }

    /// <summary>How many items have begun, or how many names are whole.</summary>
    public int Count { get; private set; }

    /// <summary>The last whole name.</summary>
    public string? Name { get; private set; }

    public void Open(JsonKinds kind, int start, bool isItem)
    {
        (Kind, Start, IsItem, Count, Name) = (kind, start, isItem, 0, null);
        _names.Clear();
    }

    public void BeginItem() => Count++;

    /// <returns>Whether the name is a new one.</returns>
    public bool TryName(string name)
    {
        Name = name;
        Count++;
        return _names.Add(name);
    }

    public bool Has(string name) => _names.Contains(name);

    /// <summary>Whether one of the names is not there.</summary>
    public bool LacksAny(ReadOnlySpan<string> names)
    {
        if (names.Length > _names.Count)
        {
            return true;
        }

        foreach (var name in names)
        {
            if (!_names.Contains(name))
            {
                return true;
            }
        }

        return false;
    }
}
