using Orchestration.Cli.Display;
using Spectre.Console;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary>Shows a sample by its strata, and case by case where nothing is written yet.</summary>
internal static class SampleTable
{
    public static void Show(Screen screen, Sample sample, RecordedOutputs outputs, bool written)
    {
        if (sample.Cases.Count == 0)
        {
            screen.Line($"Nothing to add to {sample.Target.Shown}: {(sample.Duplicates > 0 ? $"all {Words.Count(sample.Duplicates, "run")} that were looked at are there already, or look the same" : "no run is of these strata")}.");
            return;
        }

        screen.Console.Write(Strata(screen, sample));
        if (!written)
        {
            screen.Console.Write(Cases(screen, sample));
        }

        screen.Markup($"{(written ? $"[green]{(screen.Unicode ? "✓" : "+")}[/] " : string.Empty)}[bold]{Words.Count(sample.Cases.Count, "case")}[/] {(written ? "added to" : "would be added to")} {Markup.Escape(sample.Target.Shown)}{(written ? $", which has {Words.Count(sample.Target.Count - sample.Deleted, "case")}" : string.Empty)}.");
        Line("left out", $"{Words.Count(sample.Duplicates)} with inputs that look the same{(sample.Deleted > 0 ? $", {Words.Count(sample.Deleted)} deleted by you" : string.Empty)}");
        Line("redacted", Redacted.Of(sample.Redacted));
        if (sample.Cases.Any(static one => one.Case.Reference.IsEmpty))
        {
            Line("reference", WhyMissing(sample, outputs));
        }

        screen.Markup(written
            ? $"[dim]Names and addresses in plain words are not found: read the cases before you commit them. Then: {App.Name} golden check {Markup.Escape(sample.Target.Shown)}[/]"
            : "[dim]Nothing was written. Leave --dry-run out to write them.[/]");

        void Line(string name, string text) => screen.Markup($"  [dim]{name,-10}[/] {Markup.Escape(text)}");
    }

    private static Table Strata(Screen screen, Sample sample)
    {
        var table = Tables.New(screen, [("Stratum", false), ("Cases", true), ("With reference", true), ("Redacted places", true)]);
        foreach (var (name, cases) in sample.Strata)
        {
            table.AddRow(
                new Text(name),
                new Text(Words.Count(cases.Length)),
                new Text(Words.Count(cases.Count(static one => !one.Case.Reference.IsEmpty))),
                new Text(Words.Count(cases.Sum(static one => one.Redacted.Values.Sum()))));
        }

        return table;
    }

    private static Table Cases(Screen screen, Sample sample)
    {
        const int Enough = 60, ShortId = 18;
        var table = Tables.New(screen, [("Case", false), ("Run", false), ("Strata", false), ("Input", false)]);
        foreach (var (golden, _) in sample.Cases)
        {
            table.AddRow(new Text(golden.Id), new Text($"{golden.Source?.Run}"[..ShortId]), new Text(string.Join(", ", golden.Tags)), new Text(Words.Shorten(golden.Input.ToString(), Enough)));
        }

        return table;
    }

    private static string WhyMissing(Sample sample, RecordedOutputs outputs)
    {
        var missing = Words.Count(sample.Cases.Count(static one => one.Case.Reference.IsEmpty));
        return outputs switch
        {
            { Fault: { } fault } => $"{missing} have none; of {Words.Count(outputs.Faults)} the application could not make the output again, such as: {fault}",
            { HasApplication: false } when sample.Cases.Any(static one => one.Case.Source?.Step is null) => $"{missing} have none: give --project or --assembly to have the outputs of whole graphs made again, or --step for cases of one step",
            _ => $"{missing} have none: what they are of failed, or --no-reference was given",
        };
    }
}
