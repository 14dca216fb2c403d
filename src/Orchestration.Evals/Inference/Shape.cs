using System.Text.Json;

namespace Orchestration.Evals.Inference;

/// <summary>What has been seen at one place of the samples. Their names are distinct, and their strings whole.</summary>
internal sealed class Shape
{
    // Samples are merged here and not by NJsonSchema's generator: it gives a list the type of its first item, takes 2.5 for an integer after 1,
    // knows neither null nor required, and merges unrelated objects that have the same names.
    private readonly List<string> _order = [];

    public bool HasNull { get; private set; }

    public bool HasBoolean { get; private set; }

    public bool HasInteger { get; private set; }

    public bool HasFraction { get; private set; }

    public int Objects { get; private set; }

    public int Strings { get; private set; }

    /// <summary>The different strings, with how often each was seen.</summary>
    public Dictionary<string, int> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>The members of objects, with how many of the objects have each; by <see cref="Names"/> in the order of their first sight.</summary>
    public Dictionary<string, (Shape Shape, int Count)> Members { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Names => _order;

    /// <summary>The items of lists; <see langword="null"/> when no list was seen.</summary>
    public Shape? Items { get; private set; }

    public bool IsSeen => HasNull || HasBoolean || HasInteger || HasFraction || Objects > 0 || Strings > 0 || Items is not null;

    public void Add(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AddObject(value);
                break;
            case JsonValueKind.Array:
                Items ??= new Shape();
                foreach (var item in value.EnumerateArray())
                {
                    Items.Add(item);
                }

                break;
            case JsonValueKind.String:
                Strings++;
                var text = value.GetString()!;
                Texts[text] = Texts.GetValueOrDefault(text) + 1;
                break;
            case JsonValueKind.Number:
                var isInteger = value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0;
                HasInteger |= isInteger;
                HasFraction |= !isInteger;
                break;
            case JsonValueKind.Null:
                HasNull = true;
                break;
            default:
                HasBoolean = true;
                break;
        }
    }

    private void AddObject(JsonElement value)
    {
        Objects++;
        foreach (var member in value.EnumerateObject())
        {
            if (!Members.TryGetValue(member.Name, out var seen))
            {
                _order.Add(member.Name);
                seen = (new Shape(), 0);
            }

            seen.Shape.Add(member.Value);
            Members[member.Name] = seen with { Count = seen.Count + 1 };
        }
    }
}
