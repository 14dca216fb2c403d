using System.CommandLine;
using Orchestration.Cli.Display;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.GoldenSets.Sampling;
using Orchestration.Models;
using Spectre.Console;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary><c>golden add</c>: one recorded run becomes a case.</summary>
internal static class AddCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var run = new Argument<string>("run") { Description = "The run's id, the beginning of it, or 'last'" };
        var options = new CaseOptions();
        var marks = new Marks();
        var step = new Option<string?>("--step") { Description = "Make the case of this step alone, on what the steps before it answered", HelpName = "path" };
        var replace = new Option<bool>("--replace") { Description = "Take the place of the case with the same id" };
        var command = new ExampledCommand("add", "Makes a case of a recorded run", "golden add last --set evals/answers.jsonl --step answer --tag refund --critical") { run, step, marks.Id, marks.Tag, marks.Critical, marks.Weight, replace };
        foreach (var option in (Symbol[])[.. options.All, .. common.OfLog, .. common.OfApplication])
        {
            command.Options.Add((Option)option);
        }

        command.SetAction(async (parse, token) =>
        {
            var folder = common.OpenLog(parse);
            var target = await TargetSet.OpenAsync(tool, parse.GetValue(options.Set)!, token).ConfigureAwait(false);
            var id = await folder.FindAsync(parse.GetValue(run)!, token).ConfigureAwait(false);
            var log = await folder.LookAsync("golden add", id, token).ConfigureAwait(false);
            var path = parse.GetValue(step) is { } wanted ? await StepChoice.FindAsync(log, id, wanted, token).ConfigureAwait(false) : null;
            var outputs = path is null && !parse.GetValue(options.NoReference) ? await RecordedOutputs.OpenAsync(common, parse, log, token).ConfigureAwait(false) : RecordedOutputs.None;
            await using (outputs.ConfigureAwait(false))
            {
                var taken = await Work.ShowAsync(tool.Screen, "Reading the run", () => GoldenSampler.TakeAsync(log, id, options.Sampling(parse) with { Step = path, Output = outputs.HasApplication ? outputs.OfAsync : null }, token)).ConfigureAwait(false);
                var added = new Added(target, marks.On(taken!.Case, parse), taken.Redacted, parse.GetValue(replace), parse.GetValue(options.AllTenants))
                {
                    Remark = !taken.Case.Reference.IsEmpty || parse.GetValue(options.NoReference) ? null : WhyNoReference(path, outputs),
                };
                return await WriteAsync(tool, added, parse.GetValue(options.Edit), parse.GetValue(common.Json), token).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static async Task<int> WriteAsync(Tool tool, Added added, bool edit, bool isJson, CancellationToken cancellationToken)
    {
        if (edit)
        {
            var edited = await new CaseEditor(tool).EditAsync([added.Case], cancellationToken).ConfigureAwait(false);
            if (edited is not [var one])
            {
                tool.Screen.Error.WriteLine(edited.Count == 0 ? "Nothing was written: the case was deleted." : $"Nothing was written: one run is one case, and there were {Words.Count(edited.Count)}.");
                return edited.Count == 0 ? ExitCodes.Ok : ExitCodes.ToolError;
            }

            added = added with { Case = one };
        }

        var (target, golden) = (added.Target, added.Case);
        if (target.Known(golden, added.Replace) is { } known)
        {
            throw new ToolException($"Nothing was written: in '{target.Shown}', {known}. {(target.Has(golden.Id) ? "Say --replace to put this one in its place, or give it another --id." : "One of the two is enough.")}");
        }

        target.MustReplace(golden.Id);
        var isNew = !target.Has(golden.Id);
        target.Admit(golden, added.AllTenants);
        await target.WriteAsync([golden], cancellationToken).ConfigureAwait(false);
        if (isJson)
        {
            Json.Document(tool.Screen, GoldenAddDocument.Of(added, isNew));
        }
        else
        {
            Show(tool.Screen, added, isNew);
        }

        return ExitCodes.Ok;
    }

    private static void Show(Screen screen, Added added, bool isNew)
    {
        const int Width = 100;
        var (golden, source) = (added.Case, added.Case.Source);
        screen.Markup($"[green]{(screen.Unicode ? "✓" : "+")}[/] [bold]{Markup.Escape(golden.Id)}[/] {(isNew ? "added to" : "replaced in")} {Markup.Escape(added.Target.Shown)}, which has {Words.Count(added.Target.Count, "case")}.");
        if (source is not null)
        {
            Line("from", $"run {source.Run}{(source.Tenant.Length == 0 ? string.Empty : $" of {source.Tenant}")}{(source.Step is { } step ? $", step {step}" : string.Empty)}");
        }

        Line("input", Words.Shorten(golden.Input.ToString(), Width));
        Line("reference", golden.Reference.IsEmpty ? "none" : Words.Shorten(golden.Reference.ToString(), Width));
        Line("redacted", Redacted.Of(added.Redacted));
        if (added.Remark is { } remark)
        {
            screen.Markup($"[yellow]{Markup.Escape(remark)}[/]");
        }

        screen.Markup($"[dim]Names and addresses in plain words are not found: read it before you commit it. Then: {App.Name} golden check {Markup.Escape(added.Target.Shown)}[/]");

        void Line(string name, string text) => screen.Markup($"  [dim]{name,-10}[/] {Markup.Escape(text)}");
    }

    private static string WhyNoReference(string? step, RecordedOutputs outputs) => (step, outputs) switch
    {
        (not null, _) => "It has no reference: no model's answer to the step was accepted. Say under 'expect' what a good answer has.",
        (_, { Fault: { } fault }) => $"It has no reference, for the application could not make the output again: {fault}",
        (_, { HasApplication: false }) => "It has no reference: the log holds the answers to steps, and not what the graph's own code made of them. Give --project or --assembly to have it made again, or --step for a case of one step.",
        _ => "It has no reference: the run did not succeed. Say under 'expect' what a good answer has.",
    };

    /// <summary>What a case is given beside what was recorded.</summary>
    private sealed record Marks
    {
        // The schema's bound.
        private const double MostWeight = 1e6;

        public Option<string?> Id { get; } = new("--id") { Description = "The case's id; made of the graph's name and the run if left out", HelpName = "id" };

        public Option<string[]> Tag { get; } = new("--tag") { Description = "A word to filter by; may be given several times", HelpName = "word", DefaultValueFactory = static _ => [] };

        public Option<bool> Critical { get; } = new("--critical") { Description = "Every repeat must pass" };

        public Option<double> Weight { get; } = new("--weight") { Description = "How much the case counts in means", HelpName = "number", DefaultValueFactory = static _ => 1 };

        public GoldenCase On(GoldenCase golden, ParseResult parse) => golden with
        {
            Id = parse.GetValue(Id) is not { } id ? golden.Id : string.IsNullOrWhiteSpace(id) ? throw new UsageException("--id is empty.") : id,
            Tags = [.. (parse.GetValue(Tag) ?? []).Distinct(StringComparer.Ordinal)],
            Critical = parse.GetValue(Critical),
            Weight = parse.GetValue(Weight) is > 0 and <= MostWeight and var weight ? weight : throw new UsageException("--weight is above 0, and at most 1,000,000."),
        };
    }
}

/// <summary>A case that is about to be written.</summary>
internal sealed record Added(TargetSet Target, GoldenCase Case, IReadOnlyDictionary<string, int> Redacted, bool Replace, bool AllTenants)
{
    /// <summary>Why there is no reference.</summary>
    public string? Remark { get; init; }
}

/// <summary>What <c>golden add --json</c> writes.</summary>
/// <param name="Set">The file.</param>
/// <param name="Case">The id.</param>
/// <param name="Hash">What the case means.</param>
/// <param name="Replaced">Whether it took the place of another.</param>
/// <param name="Cases">How many the file has now.</param>
/// <param name="Run">The run it was made of.</param>
/// <param name="Step">The step, where it is of one.</param>
/// <param name="HasReference">Whether the recorded output became the reference.</param>
/// <param name="Redacted">How many places, by kind.</param>
/// <param name="Remark">Why there is no reference.</param>
internal sealed record GoldenAddDocument(string Set, string Case, string Hash, bool Replaced, int Cases, RunId? Run, string? Step, bool HasReference, IReadOnlyDictionary<string, int> Redacted, string? Remark)
{
    public static GoldenAddDocument Of(Added added, bool isNew) => new(
        added.Target.Shown, added.Case.Id, added.Case.Hash, !isNew, added.Target.Count, added.Case.Source?.Run, added.Case.Source?.Step, !added.Case.Reference.IsEmpty, added.Redacted, added.Remark);
}
