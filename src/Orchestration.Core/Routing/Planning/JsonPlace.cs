using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestration.Routing.Planning;

/// <summary>A value in a document that people write: read as what is expected of it, or noted as wrong by its path.</summary>
internal sealed class JsonPlace(JsonElement value, string path, JsonFaults faults)
{
    private string _known = string.Empty;

    /// <summary>The member's name, where the value is one.</summary>
    public string Name { get; private init; } = string.Empty;

    /// <summary>The members of an object, each name once.</summary>
    /// <param name="known">The names there are, for the message about another; <see langword="null"/> when any name may stand here.</param>
    public IReadOnlyList<JsonPlace> Members(string? known)
    {
        _known = known ?? string.Empty;
        var members = new List<JsonPlace>();
        if (!Is(JsonValueKind.Object, "an object"))
        {
            return members;
        }

        foreach (var member in value.EnumerateObject())
        {
            var place = new JsonPlace(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", faults) { Name = member.Name, _known = _known };
            if (member.Name.Length == 0)
            {
                place.Wrong("a name is empty; give it one");
            }
            else if (members.Exists(other => other.Name == member.Name))
            {
                place.Wrong("it stands there twice; keep one");
            }
            else
            {
                members.Add(place);
            }
        }

        return members;
    }

    public IEnumerable<JsonPlace> Items() =>
        Is(JsonValueKind.Array, "a list") ? value.EnumerateArray().Select((item, i) => new JsonPlace(item, $"{path}[{i}]", faults)) : [];

    /// <summary>Notes which of these members an object does not have.</summary>
    public void Demands(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (value.ValueKind == JsonValueKind.Object && !value.TryGetProperty(name, out _))
            {
                Wrong($"'{name}' is missing; add it");
            }
        }
    }

    /// <summary>Notes a member that the document does not have.</summary>
    public T Unknown<T>(T unchanged)
    {
        Wrong($"there is no such member; the members here are {_known}");
        return unchanged;
    }

    public string Text()
    {
        if (!Is(JsonValueKind.String, "a text"))
        {
            return string.Empty;
        }

        var text = value.GetString()!;
        if (text.Length == 0)
        {
            Wrong("it is empty; give it a value or leave it out");
        }

        return text;
    }

    /// <summary>A list of names. One that is empty says either nothing or too much, so it is only taken where it is harmless.</summary>
    public ImmutableArray<string> Names(bool mayBeEmpty = false)
    {
        ImmutableArray<string> names = [.. Items().Select(static item => item.Text())];
        if (names.IsEmpty && !mayBeEmpty && value.ValueKind == JsonValueKind.Array)
        {
            Wrong("the list is empty; name at least one, or leave it out");
        }

        return names;
    }

    public double Number() => Is(JsonValueKind.Number, "a number") ? value.GetDouble() : 0;

    public int Whole()
    {
        if (!Is(JsonValueKind.Number, "a whole number"))
        {
            return 0;
        }

        if (!value.TryGetInt32(out var whole))
        {
            Wrong($"it is {value.GetRawText()}; write a whole number");
        }

        return whole;
    }

    public decimal Money()
    {
        if (!Is(JsonValueKind.Number, "a number of US dollars"))
        {
            return 0;
        }

        if (!value.TryGetDecimal(out var usd))
        {
            Wrong($"it is {value.GetRawText()}; write a number of US dollars");
        }

        return usd;
    }

    public TimeSpan Seconds()
    {
        var seconds = Number();
        if (Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        Wrong($"it is {value.GetRawText()}; write a number of seconds");
        return TimeSpan.Zero;
    }

    private bool Is(JsonValueKind kind, string expected)
    {
        if (value.ValueKind == kind)
        {
            return true;
        }

        Wrong($"it is {Words(value.ValueKind)}; write {expected}{(value.ValueKind == JsonValueKind.Null ? " or leave it out" : string.Empty)}");
        return false;
    }

    private void Wrong(string fault) => faults.Add(path, fault);

    private static string Words(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}

/// <summary>What is wrong with a document, by path.</summary>
internal sealed class JsonFaults
{
    private readonly List<string> _faults = [];

    public void Add(string path, string fault) => _faults.Add($"\n- {(path.Length == 0 ? "the document" : path)}: {fault}.");

    /// <exception cref="FormatException">There are faults.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            throw new FormatException($"The routing policy cannot be read:{string.Concat(_faults)}");
        }
    }
}
