using Microsoft.Extensions.DependencyInjection;
using Orchestration.Cli.Display;
using Orchestration.Cli.Hosting;
using Orchestration.Evals.Cassettes;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Reports;
using Orchestration.Evals.Running;
using Orchestration.Routing;

namespace Orchestration.Cli.Evals;

/// <summary>Runs evals of an application one after another: what it would cost, the runs, the verdict, the repeats that confirm it, the reports.</summary>
internal sealed class EvalSession(Tool tool, Application application, EvalAuditLog log, RunSettings settings)
{
    private const string AuditFolder = "audit";
    private const string Page = "report.html";

    private readonly EvalRunner _runner = application.Services.GetRequiredService<EvalRunner>();
    private readonly TimeProvider _time = application.Services.GetRequiredService<TimeProvider>();

    /// <param name="declared">The eval as the application declares it.</param>
    /// <param name="targets">Where its reports go.</param>
    /// <param name="folder">Where its results go; <see langword="null"/> = a folder of their own.</param>
    /// <param name="cancellationToken">Ends the runs; what is done by then is shown.</param>
    public async Task<EvalEnd> RunAsync(Eval declared, ReportTargets targets, string? folder, CancellationToken cancellationToken)
    {
        var eval = settings.Of(declared);
        var (place, begun) = await PlaceAsync(eval.Name, folder, cancellationToken).ConfigureAwait(false);
        var options = settings.OptionsOf(eval, place, begun, NewestVersion(eval));
        var estimate = await Work.ShowAsync(tool.Screen, $"Reading {eval.Name}", () => Faults.ToldAsync(() => _runner.EstimateAsync(eval, options, cancellationToken))).ConfigureAwait(false);
        if (!settings.IsJson)
        {
            EstimateView.Show(tool.Screen, eval.Name, options.Repeats ?? eval.Repeats, options.Variants.Length, estimate);
        }

        if (settings.IsDryRun)
        {
            return new EvalEnd { Eval = eval.Name, ExitCode = ExitCodes.Ok, Estimate = estimate };
        }

        if (folder is null)
        {
            ResultFolders.Ignore(settings.Root);
        }

        log.Open(Path.Combine(place, AuditFolder), _time);
        try
        {
            var (results, baseline, verdict) = await DecideAsync(eval, options, cancellationToken).ConfigureAwait(false);
            return await ReportAsync(eval, targets, results, baseline, verdict, cancellationToken).ConfigureAwait(false) with { Estimate = estimate };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && ResultFolders.HasResults(place))
        {
            var partial = await EvalReport.CreateAsync(await EvalResults.OpenAsync(place, CancellationToken.None).ConfigureAwait(false), null, CancellationToken.None).ConfigureAwait(false);
            return new EvalEnd { Eval = eval.Name, ExitCode = ExitCodes.Cancelled, Estimate = estimate, Folder = place, Report = partial };
        }
    }

    private int NewestVersion(Eval eval) => application.Graphs.Where(graph => graph.Name == eval.Graph).Select(static graph => graph.Version).DefaultIfEmpty(1).Max();

    /// <summary>Where the results go, and what is there of them already.</summary>
    private async Task<(string Folder, EvalManifest? Begun)> PlaceAsync(string eval, string? folder, CancellationToken cancellationToken)
    {
        if (!settings.Resumes)
        {
            return folder is not null && ResultFolders.HasResults(folder)
                ? throw new UsageException($"'{tool.Shown(folder)}' holds results already. Give --resume to take them up, or another --out.")
                : (folder ?? ResultFolders.New(settings.Root, eval, tool.Time.GetUtcNow()), null);
        }

        // Without one that is unfinished, the newest is taken up: nothing of it is run again, and it is decided anew.
        EvalResults? newest = null;
        foreach (var place in folder is null ? ResultFolders.NewestFirst(settings.Root, eval) : [folder])
        {
            if (ResultFolders.HasResults(place))
            {
                var results = await EvalResults.OpenAsync(place, cancellationToken).ConfigureAwait(false);
                newest ??= results;
                if (await ResultFolders.IsUnfinishedAsync(results, cancellationToken).ConfigureAwait(false))
                {
                    return (place, results.Manifest);
                }
            }
        }

        return newest is not null ? (newest.Folder, newest.Manifest) : (folder ?? ResultFolders.New(settings.Root, eval, tool.Time.GetUtcNow()), null);
    }

    private async Task<(EvalResults Results, Baseline? Baseline, GateVerdict? Verdict)> DecideAsync(Eval eval, EvalOptions options, CancellationToken cancellationToken)
    {
        var results = await RunAsync(eval.Name, eval, options, cancellationToken).ConfigureAwait(false);
        var baseline = await Baseline.LoadAsync(EvalPlanner.BaselinePath(eval, options), cancellationToken).ConfigureAwait(false);
        if (options.Shard is not null)
        {
            return (results, baseline, null);
        }

        var verdict = await Faults.ToldAsync(() => Gate.DecideAsync(baseline, results, eval.Gate, cancellationToken: cancellationToken)).ConfigureAwait(false);
        if (verdict.ConfirmWithRepeats == 0 || !settings.Confirms)
        {
            return (results, baseline, verdict);
        }

        var more = options with { FirstRepeat = results.Manifest.Repeats + 1, Repeats = verdict.ConfirmWithRepeats };
        var estimate = await Faults.ToldAsync(() => _runner.EstimateAsync(eval, more, cancellationToken)).ConfigureAwait(false);
        if (estimate is { Cassette: CassetteMode.Play } && estimate.FromCassette < estimate.Runs)
        {
            return (results, baseline, verdict);
        }

        if (!settings.IsJson)
        {
            ConfirmView.Show(tool.Screen, verdict, estimate);
        }

        var all = await RunAsync($"{eval.Name}, to confirm", eval, more, cancellationToken).ConfigureAwait(false);
        return (all, baseline, await Faults.ToldAsync(() => Gate.DecideAsync(baseline, all, eval.Gate, confirmed: true, cancellationToken)).ConfigureAwait(false));
    }

    private Task<EvalResults> RunAsync(string shown, Eval eval, EvalOptions options, CancellationToken cancellationToken) =>
        Faults.ToldAsync(() => RunProgress.ShowAsync(tool.Screen, shown, progress => _runner.RunAsync(eval, options, progress, cancellationToken)));

    private async Task<EvalEnd> ReportAsync(Eval eval, ReportTargets targets, EvalResults results, Baseline? baseline, GateVerdict? verdict, CancellationToken cancellationToken)
    {
        var places = EvalPlaces.Of(tool, results, settings.Root);
        var report = await EvalReport.CreateAsync(
            results,
            new EvalReportOptions
            {
                Verdict = verdict,
                History = baseline?.History ?? [],
                GoldenSet = await places.GoldenSetAsync(cancellationToken).ConfigureAwait(false),
                PassAt = eval.Gate.PassAt,
                Root = Revision.Repository(settings.Root) ?? settings.Root,
            },
            cancellationToken).ConfigureAwait(false);
        var page = await ReportFiles.WriteAsync(tool, report, targets, Path.Combine(results.Folder, Page), cancellationToken).ConfigureAwait(false);
        if (settings.QualityFile is { } file)
        {
            await WriteQualityAsync(results, file, cancellationToken).ConfigureAwait(false);
        }

        return new EvalEnd
        {
            Eval = eval.Name,
            ExitCode = verdict is null ? EvalEnd.CodeOf(report.Summary, eval.Gate) : (int)verdict.Outcome,
            Folder = results.Folder,
            Page = page,
            Report = report,
            Verdict = verdict,
        };
    }

    // Evals add to what others have measured.
    private static async Task WriteQualityAsync(EvalResults results, string file, CancellationToken cancellationToken)
    {
        var scores = File.Exists(file) ? QualityScores.Load(file) : new QualityScores();
        await results.WriteQualityAsync(scores, cancellationToken: cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        scores.Save(file);
    }
}
