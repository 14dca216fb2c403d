using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestration.Audit;
using Orchestration.Cli.Display;
using Orchestration.Cli.Evals;
using Orchestration.Cli.Hosting;
using Orchestration.Evals.Running;
using Spectre.Console;

namespace Orchestration.Cli.Commands.Evals;

/// <summary><c>eval run</c>: runs evals, and ends with the gate's verdict.</summary>
internal static class RunCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var names = new Argument<string[]>("eval") { Description = "Which evals; all of the application if left out", Arity = ArgumentArity.ZeroOrMore };
        var options = new RunOptions();
        var command = new ExampledCommand("run", "Runs evals, compares them with their baselines, and ends with the verdict", "eval run article --project src/Shop --budget 2 --junit results.xml") { names };
        foreach (var option in options.All.Concat(common.OfApplication.Cast<Option>()))
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, token) => RunAsync(tool, common, parse, options.Read(tool, common, parse), parse.GetValue(names) ?? [], token));
        return command;
    }

    private static async Task<int> RunAsync(Tool tool, CommonOptions common, ParseResult parse, RunSettings settings, string[] names, CancellationToken cancellationToken)
    {
        var log = new EvalAuditLog();
        await using var closing = log.ConfigureAwait(false);
        var application = await common.OpenApplicationAsync(parse, cancellationToken, services => services.Replace(ServiceDescriptor.Singleton<IAuditLog>(log))).ConfigureAwait(false);
        await using (application.ConfigureAwait(false))
        {
            var evals = Choose(application, names);
            var session = new EvalSession(tool, application, log, settings);
            var ends = new List<EvalEnd>();
            var isOne = evals.Count == 1;
            foreach (var eval in evals)
            {
                if (ends.Count > 0 && settings is { IsJson: false, IsDryRun: false })
                {
                    tool.Screen.Line();
                }

                var folder = settings.Out is { } given && !isOne ? Path.Combine(given, eval.Name) : settings.Out;
                var end = await session.RunAsync(eval, isOne ? settings.Reports : settings.Reports.Of(eval.Name), folder, cancellationToken).ConfigureAwait(false);
                ends.Add(end);
                if (!settings.IsJson)
                {
                    await ShowAsync(tool, settings, end, isOne ? null : eval, eval.Gate.PassAt).ConfigureAwait(false);
                }

                if (end.ExitCode == ExitCodes.Cancelled)
                {
                    break;
                }
            }

            return await EndAsync(tool, settings, ends).ConfigureAwait(false);
        }
    }

    private static List<Eval> Choose(Application application, string[] names)
    {
        List<Eval> all = [.. application.Services.GetServices<Eval>()];
        var known = string.Join(", ", all.Select(static eval => eval.Name));
        return all.Count == 0 ? throw new UsageException("The application has no evals. Add one where its graphs are registered: builder.AddEval(new Eval { Name = \"article\", Graph = \"article\", GoldenSet = \"evals/article.yaml\" })")
            : names.FirstOrDefault(name => all.TrueForAll(eval => eval.Name != name)) is { } unknown ? throw new UsageException($"The application has no eval '{unknown}'. It has: {known}.")
            : names.Length == 0 ? all
            : [.. names.Distinct(StringComparer.Ordinal).Select(name => all.First(eval => eval.Name == name))];
    }

    private static async Task ShowAsync(Tool tool, RunSettings settings, EvalEnd end, Eval? named, double passAt)
    {
        if (end.Report is not { } report)
        {
            return;
        }

        if (end.ExitCode == ExitCodes.Cancelled)
        {
            var (done, manifest) = (report.Summary.Variants.Sum(static variant => variant.Runs), report.Summary.Manifest);
            var all = (long)manifest.Cases * manifest.Repeats * manifest.Variants.Length;
            tool.Screen.Line();
            tool.Screen.Markup($"[bold yellow]A part only:[/] {Markup.Escape($"{Words.Count(done)} of {Words.Count(all, "run")} of '{end.Eval}' are done. That is no verdict.")}");
        }

        // What was cancelled is shown all the same.
        var results = await EvalResults.OpenAsync(end.Folder!, CancellationToken.None).ConfigureAwait(false);
        await ResultView.ShowAsync(tool.Screen, named?.Name, results, report, end.Verdict, passAt, settings.ShowsAll, CancellationToken.None).ConfigureAwait(false);
        if (end.ExitCode != ExitCodes.Cancelled)
        {
            NextView.Show(tool, end, settings.Root, settings.CommandLine);
        }
    }

    private static async Task<int> EndAsync(Tool tool, RunSettings settings, List<EvalEnd> ends)
    {
        var worst = EvalEnd.Worst(ends);
        if (settings.IsJson)
        {
            Json.Document(tool.Screen, await EvalDocuments.OfAsync(worst.ExitCode, ends).ConfigureAwait(false));
        }
        else if (ends.Count > 1 && !settings.IsDryRun && worst.ExitCode is not (ExitCodes.Ok or ExitCodes.Cancelled))
        {
            tool.Screen.Line();
            tool.Screen.Line($"{Words.Count(ends.Count, "eval")}; '{worst.Eval}' decides the exit code, {Words.Count(worst.ExitCode)}.");
        }

        if (worst.ExitCode == ExitCodes.Cancelled)
        {
            tool.Screen.Error.WriteLine($"Cancelled. What is done of '{worst.Eval}' is kept in {tool.Shown(worst.Folder!)}.");
            tool.Screen.Error.WriteLine($"Go on with: {settings.CommandLine}");
        }

        return worst.ExitCode;
    }
}
