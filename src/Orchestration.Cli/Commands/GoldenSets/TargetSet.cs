using Orchestration.Cli.Display;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.GoldenSets.Files;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary>The file that cases are written to, and what is in it already.</summary>
internal sealed class TargetSet
{
    private readonly string _path;
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _tenants = new(StringComparer.Ordinal);

    private TargetSet(string path, string shown) => (_path, Shown) = (path, shown);

    /// <summary>The file as it was named.</summary>
    public string Shown { get; }

    public int Count => _ids.Count;

    private bool IsYaml => GoldenFile.IsYaml(_path);

    /// <exception cref="GoldenSetException">Something in it is wrong.</exception>
    /// <exception cref="UsageException">It is no file of cases.</exception>
    public static async Task<TargetSet> OpenAsync(Tool tool, string file, CancellationToken cancellationToken)
    {
        var target = new TargetSet(tool.PathOf(file), file);
        if (Directory.Exists(target._path))
        {
            throw new UsageException($"'{file}' is a folder. Name a file in it: --set {Path.Combine(file, "cases.jsonl")}");
        }

        if (!GoldenFile.IsJsonLines(target._path) && !target.IsYaml)
        {
            throw new UsageException($"'{file}' is no file of cases: those end in .jsonl, .ndjson, .yaml or .yml.");
        }

        if (File.Exists(target._path))
        {
            await target.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        return target;
    }

    /// <summary>Where a case with this id or an input that looks the same is already, as a sentence; <see langword="null"/> for a new one.</summary>
    public string? Known(GoldenCase golden, bool mayReplace = false) =>
        _ids.TryGetValue(golden.Id, out var same) && !mayReplace ? $"{same} has the id '{golden.Id}' already"
        : _keys.TryGetValue(CaseKey.Of(golden), out var other) && other != golden.Id ? $"{_ids[other]}, '{other}', has an input that looks the same"
        : null;

    public bool Has(string id) => _ids.ContainsKey(id);

    /// <summary>Takes note of a case that will be written.</summary>
    /// <exception cref="UsageException">It would bring tenants together that nobody has said may be.</exception>
    public void Admit(GoldenCase golden, bool allTenants)
    {
        if (golden.Source is { } source)
        {
            _tenants.Add(source.Tenant);
        }

        if (_tenants.Count > 1 && !allTenants)
        {
            throw new UsageException($"'{Shown}' would have cases of tenants {string.Join(" and ", _tenants.Select(static tenant => $"'{tenant}'"))}. Take a file for each, or say --all-tenants to let their data come together.");
        }

        _ids.TryAdd(golden.Id, "a case of now");
        _keys.TryAdd(CaseKey.Of(golden), golden.Id);
    }

    /// <exception cref="UsageException">A case would have to be replaced in YAML.</exception>
    public async Task WriteAsync(IReadOnlyCollection<GoldenCase> cases, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        await GoldenSetWriter.WriteAsync(_path, cases, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="UsageException">It is YAML.</exception>
    public void MustReplace(string id)
    {
        if (IsYaml && Has(id))
        {
            throw new UsageException($"Cases in YAML are added and not replaced, so that your remarks stay as they are. Delete '{id}', {_ids[id]}, and add it again without --replace.");
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var faults = new List<GoldenSetFault>();
        await foreach (var item in GoldenFile.ReadAsync(_path, cancellationToken).ConfigureAwait(false))
        {
            faults.AddRange(item.Faults);
            if (item.Case is { } golden)
            {
                _ids[golden.Id] = $"the case in line {Words.Count(item.Line)}";
                _keys.TryAdd(CaseKey.Of(golden), golden.Id);
                if (golden.Source is { } source)
                {
                    _tenants.Add(source.Tenant);
                }
            }
        }

        if (faults.Count > 0)
        {
            throw new GoldenSetException([.. faults]);
        }
    }
}
