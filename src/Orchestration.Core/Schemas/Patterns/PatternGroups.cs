namespace Orchestration.Schemas.Patterns;

/// <summary>The capturing groups of an expression, which a backreference may name before they come.</summary>
internal sealed class PatternGroups
{
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    private PatternGroups()
    {
    }

    public int Count { get; private set; }

    /// <summary>Whether anything refers to a group. Otherwise none has to capture.</summary>
    public bool AreUsed { get; private set; }

    public static PatternGroups Of(string source)
    {
        var groups = new PatternGroups();
        var reader = new PatternReader(source);
        var isInClass = false;
        while (!reader.IsAtEnd)
        {
            switch (reader.TakeCodePoint())
            {
                case '\\':
                    groups.AreUsed |= !isInClass && reader.Next is 'k' or (>= '1' and <= '9');
                    reader.Position++;
                    break;
                case '[':
                    isInClass = true;
                    break;
                case ']':
                    isInClass = false;
                    break;
                case '(' when !isInClass:
                    groups.Add(reader);
                    break;
            }
        }

        return groups;
    }

    /// <summary>The number of a named group; <see langword="null"/> when there is none.</summary>
    public int? Find(string name) => _names.TryGetValue(name, out var number) ? number : null;

    public static string TakeName(PatternReader reader)
    {
        var name = reader.TakeTo('>', "the name of a group");
        return name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsLetterOrDigit(c) || c is '_' or '$')
            ? name
            : throw reader.Problem($"'{name}' is no name of a group");
    }

    private void Add(PatternReader reader)
    {
        if (!reader.Take('?'))
        {
            Count++;
        }
        else if (reader.Take('<') && reader.Next is not ('=' or '!'))
        {
            var name = TakeName(reader);
            if (!_names.TryAdd(name, ++Count))
            {
                throw reader.Problem($"two groups are named '{name}'");
            }
        }
    }
}
