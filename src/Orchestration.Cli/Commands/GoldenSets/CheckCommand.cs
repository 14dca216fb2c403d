using System.CommandLine;
using Orchestration.Cli.Display;
using Orchestration.Evals.GoldenSets;
using Spectre.Console;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary><c>golden check</c>: whether golden sets can be used, and what is in them.</summary>
internal static class CheckCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var sets = new Argument<string[]>("set") { Description = "Files, or folders of files", Arity = ArgumentArity.OneOrMore };
        var strict = new Option<bool>("--strict") { Description = "Let warnings fail the check too" };
        var scorer = new Option<string[]>("--scorer") { Description = "A scorer of the application's own that cases name under 'expect'; may be given several times", HelpName = "name", DefaultValueFactory = static _ => [] };
        var command = new ExampledCommand("check", "Checks golden sets: all faults with file and line, inputs that come twice, what looks like personal data", "golden check evals/answers.yaml --strict") { sets, strict, scorer };
        command.SetAction((parse, token) => RunAsync(tool, parse.GetValue(sets)!, parse.GetValue(scorer) ?? [], parse.GetValue(strict), parse.GetValue(common.Json), token));
        return command;
    }

    private static async Task<int> RunAsync(Tool tool, string[] sets, string[] scorers, bool isStrict, bool isJson, CancellationToken cancellationToken)
    {
        var found = new List<SetInspection>();
        foreach (var set in sets)
        {
            found.Add(await Work.ShowAsync(tool.Screen, $"Reading {set}", () => SetInspection.OfAsync(tool, set, scorers, cancellationToken)).ConfigureAwait(false));
        }

        var isOk = found.TrueForAll(one => one.Faults.Count == 0 && (!isStrict || one.Warnings.Count == 0));
        if (isJson)
        {
            Json.Document(tool.Screen, new GoldenCheckDocument(isOk, [.. found.Select(GoldenSetDocument.Of)]));
        }
        else
        {
            foreach (var one in found)
            {
                Show(tool.Screen, one);
            }

            Conclude(tool.Screen, found, isStrict);
        }

        return isOk ? ExitCodes.Ok : ExitCodes.ToolError;
    }

    private static void Show(Screen screen, SetInspection found)
    {
        if (found.Faults.Count > 0)
        {
            screen.Markup($"[red]{(screen.Unicode ? "✗" : "x")} {Markup.Escape(found.Path)}[/]");
        }
        else
        {
            Summary(screen, found, found.Set!);
        }

        foreach (var fault in found.Faults)
        {
            Line("red", fault);
        }

        foreach (var warning in found.Warnings)
        {
            Line("yellow", warning);
        }

        void Line(string color, GoldenSetFault fault) => screen.Markup($"  [{color}]{Markup.Escape($"{fault.File}({fault.Line}):")}[/] {Markup.Escape(fault.Message)}");
    }

    private static void Summary(Screen screen, SetInspection found, GoldenSet set)
    {
        const int ShortHash = 12;
        var entries = set.Entries;
        var color = found.Warnings.Count == 0 ? "green" : "yellow";
        var mark = found.Warnings.Count > 0 ? "!" : screen.Unicode ? "✓" : "+";
        screen.Markup($"[{color}]{mark}[/] [bold]{Markup.Escape(set.Name)}[/]{(set.Version is { } version ? $" version {Markup.Escape(version)}" : string.Empty)}  {Words.Count(entries.Length, "case")}, {Words.Count(entries.Count(static entry => entry.Critical))} critical  [dim]{Markup.Escape(found.Path)}  {set.Hash[..ShortHash]}[/]");
        Line("tags", string.Join(", ", Tags(set).Select(static tag => $"{tag.Name} {Words.Count(tag.Count)}")));
        Line("weights", entries.All(static entry => entry.Weight == 1) ? string.Empty : FormattableString.Invariant($"{entries.Min(static entry => entry.Weight)} to {entries.Max(static entry => entry.Weight)}"));
        Line("reference", $"{Words.Count(found.WithReference)} of {Words.Count(entries.Length)}");
        Line("from log", found.FromLog == 0 ? string.Empty : $"{Words.Count(found.FromLog)}{(found.OfSteps > 0 ? $", {Words.Count(found.OfSteps)} of them of one step" : string.Empty)}{Of(found.Tenants)}");

        void Line(string name, string text)
        {
            if (text.Length > 0)
            {
                screen.Markup($"  [dim]{name,-10}[/] {Markup.Escape(text)}");
            }
        }

        static string Of(IEnumerable<string> tenants) => string.Join(", ", tenants.Where(static tenant => tenant.Length > 0)) is { Length: > 0 } names ? $"; tenant {names}" : string.Empty;
    }

    internal static IEnumerable<(string Name, int Count)> Tags(GoldenSet set) => set.Entries.SelectMany(static entry => entry.Tags).GroupBy(static tag => tag, StringComparer.Ordinal)
        .Select(static tag => (tag.Key, tag.Count())).OrderByDescending(static tag => tag.Item2).ThenBy(static tag => tag.Key, StringComparer.Ordinal);

    private static void Conclude(Screen screen, List<SetInspection> found, bool isStrict)
    {
        var (faults, warnings) = (found.Sum(static one => one.Faults.Count), found.Sum(static one => one.Warnings.Count));
        if (faults > 0)
        {
            screen.Markup($"[red]{Words.Count(faults, "fault")}[/]{(warnings > 0 ? $" and {Words.Count(warnings, "warning")}" : string.Empty)} in {Words.Count(found.Count, "golden set")}. Evals do not run on a golden set with faults.");
        }
        else if (warnings > 0)
        {
            screen.Markup(isStrict ? $"[red]{Words.Count(warnings, "warning")}[/], which --strict does not let pass." : $"[yellow]{Words.Count(warnings, "warning")}[/]; --strict lets them fail the check.");
        }
        else
        {
            screen.Markup("[green]Nothing wrong.[/]");
        }
    }
}

/// <summary>What <c>golden check --json</c> writes.</summary>
internal sealed record GoldenCheckDocument(bool Ok, IReadOnlyList<GoldenSetDocument> Sets);

/// <summary>A golden set that was checked.</summary>
/// <param name="Path">As it was named.</param>
/// <param name="Name">Its name; left out, as what follows, where faults keep it from being read.</param>
/// <param name="Version">Its author's version.</param>
/// <param name="Hash">Of all cases' ids and hashes.</param>
/// <param name="Cases">How many.</param>
/// <param name="Critical">How many of them are critical.</param>
/// <param name="WithReference">How many have a reference.</param>
/// <param name="FromLog">How many were made of recorded runs.</param>
/// <param name="Tags">How many cases each tag has.</param>
/// <param name="Tenants">Whose recorded runs are in it.</param>
/// <param name="Faults">What keeps evals from running.</param>
/// <param name="Warnings">What should be looked at.</param>
internal sealed record GoldenSetDocument(
    string Path, string? Name, string? Version, string? Hash, int? Cases, int? Critical, int? WithReference, int? FromLog, IReadOnlyDictionary<string, int>? Tags, IReadOnlyCollection<string> Tenants,
    IReadOnlyList<GoldenSetFault> Faults, IReadOnlyList<GoldenSetFault> Warnings)
{
    public static GoldenSetDocument Of(SetInspection found)
    {
        var set = found.Set;
        return new(
            found.Path, set?.Name, set?.Version, set?.Hash, set?.Entries.Length, set?.Entries.Count(static entry => entry.Critical), set is null ? null : found.WithReference, set is null ? null : found.FromLog,
            set is null ? null : CheckCommand.Tags(set).ToDictionary(static tag => tag.Name, static tag => tag.Count, StringComparer.Ordinal), found.Tenants, found.Faults, found.Warnings);
    }
}
