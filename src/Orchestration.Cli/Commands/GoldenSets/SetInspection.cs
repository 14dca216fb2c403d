using Orchestration.Cli.Display;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.GoldenSets.Files;
using Orchestration.Evals.GoldenSets.Redaction;
using Orchestration.Evals.Scorers;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary>All that is to be said of a golden set. Cases are looked at one by one, and none is kept.</summary>
internal sealed class SetInspection
{
    private readonly HashSet<string> _ownScorers;
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly List<GoldenSetFault> _faults = [];
    private readonly List<GoldenSetFault> _warnings = [];

    private SetInspection(string path, IEnumerable<string> ownScorers) => (Path, _ownScorers) = (path, [.. ownScorers]);

    public string Path { get; }

    /// <summary><see langword="null"/> while it has faults that keep it from being read.</summary>
    public GoldenSet? Set { get; private set; }

    /// <summary>What keeps evals from running, in the order of files and lines.</summary>
    public IReadOnlyList<GoldenSetFault> Faults { get; private set; } = [];

    /// <summary>What should be looked at.</summary>
    public IReadOnlyList<GoldenSetFault> Warnings { get; private set; } = [];

    public int WithReference { get; private set; }

    public int OfSteps { get; private set; }

    public int FromLog { get; private set; }

    /// <summary>Whose recorded runs are in it.</summary>
    public SortedSet<string> Tenants { get; } = new(StringComparer.Ordinal);

    /// <exception cref="UsageException">There is nothing at the path.</exception>
    public static async Task<SetInspection> OfAsync(Tool tool, string path, IEnumerable<string> ownScorers, CancellationToken cancellationToken)
    {
        var (inspection, full) = (new SetInspection(path, ownScorers), tool.PathOf(path));
        try
        {
            inspection.Set = await GoldenSet.OpenAsync(full, cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            throw new UsageException($"There is no golden set at '{path}': no such file or folder.");
        }
        catch (GoldenSetException e)
        {
            inspection._faults.AddRange(e.Faults);
        }

        foreach (var file in GoldenFile.In(full))
        {
            await foreach (var item in GoldenFile.ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                if (item.Case is { } golden)
                {
                    inspection.Look(golden, item.File, item.Line, tool);
                }
            }
        }

        inspection.Finish(tool, full);
        return inspection;
    }

    private void Look(GoldenCase golden, string file, int line, Tool tool)
    {
        WithReference += golden.Reference.IsEmpty ? 0 : 1;
        if (golden.Source is { } source)
        {
            FromLog++;
            OfSteps += source.Step is null ? 0 : 1;
            Tenants.Add(source.Tenant);
        }

        // Whether a name is a scorer of the application's own cannot be seen from here; what a known scorer is told can.
        foreach (var fault in Expectations.FaultsOf(golden with { Expect = golden.Expect.RemoveRange(golden.Expect.Keys.Where(_ownScorers.Contains)) }))
        {
            (fault.Contains("there is no scorer of that name", StringComparison.Ordinal) ? _warnings : _faults).Add(new(file, line, $"case '{golden.Id}', {fault}"));
        }

        var key = CaseKey.Of(golden);
        if (_keys.TryGetValue(key, out var other))
        {
            _warnings.Add(new(file, line, $"case '{golden.Id}': its input looks the same as that of {other}. Leave one out, unless they are meant to differ in what is expected."));
        }

        _keys.TryAdd(key, FormattableString.Invariant($"'{golden.Id}' at {tool.Shown(file)}({line})"));
        if (CaseRedaction.Redact(golden, Redactors.Default).Counts is { IsEmpty: false } counts)
        {
            _warnings.Add(new(file, line, $"case '{golden.Id}': it seems to hold personal data or keys: {Redacted.Of(counts)}. Put placeholders such as [email-1] in their place, unless they are made up."));
        }
    }

    private void Finish(Tool tool, string full)
    {
        if (Tenants.Count > 1)
        {
            _warnings.Add(new(full, 1, $"cases come from runs of {Words.Count(Tenants.Count)} tenants: {string.Join(", ", Tenants.Select(static tenant => $"'{tenant}'"))}. Whoever sees the golden set sees the data of all."));
        }

        (Faults, Warnings) = (Shown(_faults, tool), Shown(_warnings, tool));
    }

    // Paths as a person would type them here.
    private static GoldenSetFault[] Shown(List<GoldenSetFault> faults, Tool tool) =>
    [
        .. faults.OrderBy(static fault => fault.File, StringComparer.Ordinal).ThenBy(static fault => fault.Line)
            .Select(fault => new GoldenSetFault(tool.Shown(fault.File), fault.Line, fault.Message.Replace(fault.File, tool.Shown(fault.File), StringComparison.Ordinal))),
    ];
}
