using System.Collections.Immutable;

namespace Orchestration.Evals.GoldenSets.Files;

/// <summary>Gathers what a golden set holds while it is read for the first time, and all that is wrong with it.</summary>
internal sealed class SetCheck(string path)
{
    private readonly Dictionary<string, Spot> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Spot> _meanings = new(StringComparer.Ordinal);
    private readonly List<GoldenSetFault> _faults = [];
    private readonly ImmutableArray<GoldenCaseEntry>.Builder _entries = ImmutableArray.CreateBuilder<GoldenCaseEntry>();
    private Spot? _name;
    private Spot? _version;

    public string? Name => _name?.Id;

    public string? Version => _version?.Id;

    public void Add(GoldenItem item)
    {
        _faults.AddRange(item.Faults);
        if (item.Header is { } header)
        {
            var spot = new Spot(string.Empty, item.File, header.Line);
            _name = Agree(_name, header.Name, spot, "name");
            _version = Agree(_version, header.Version, spot, "version");
        }
        else if (item.Case is { } golden)
        {
            Add(golden, new Spot(golden.Id, item.File, item.Line));
        }
    }

    /// <exception cref="GoldenSetException">Something was wrong.</exception>
    public ImmutableArray<GoldenCaseEntry> Entries()
    {
        if (_faults.Count == 0 && _entries.Count == 0)
        {
            _faults.Add(new(path, 1, "there is no case in it; a folder's own files are read, .jsonl, .ndjson, .yaml and .yml, and not those of folders in it."));
        }

        return _faults.Count == 0 ? _entries.ToImmutable() : throw new GoldenSetException([.. _faults]);
    }

    private void Add(GoldenCase golden, Spot spot)
    {
        var hash = golden.Hash;
        if (_ids.TryGetValue(golden.Id, out var other))
        {
            _faults.Add(new(spot.File, spot.Line, $"the id '{golden.Id}' is already that of the case at {other}; give one of them another."));
        }
        else if (_meanings.TryGetValue($"{hash} {golden.Source?.Step}", out other))
        {
            _faults.Add(new(spot.File, spot.Line, $"the case '{golden.Id}' says the same as '{other.Id}' at {other}; leave one out, and give the other the weight of both."));
        }

        _ids.TryAdd(golden.Id, spot);
        _meanings.TryAdd($"{hash} {golden.Source?.Step}", spot);
        _entries.Add(new(golden.Id, hash, golden.Tags, golden.Weight, golden.Critical));
    }

    private Spot? Agree(Spot? known, string? said, Spot spot, string what)
    {
        if (said is null || said == known?.Id)
        {
            return known;
        }

        if (known is not null)
        {
            _faults.Add(new(spot.File, spot.Line, $"the {what} of the golden set is '{said}' here and '{known.Id}' at {known}; the files of a folder are one golden set."));
            return known;
        }

        return spot with { Id = said };
    }

    private sealed record Spot(string Id, string File, int Line)
    {
        public override string ToString() => FormattableString.Invariant($"{File}({Line})");
    }
}
