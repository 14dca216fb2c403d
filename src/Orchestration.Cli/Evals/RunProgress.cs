using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Evals.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestration.Cli.Evals;

/// <summary>Shows how far an evaluation is: a bar where one can be drawn, otherwise a line a minute.</summary>
internal static class RunProgress
{
    private const int BarWidth = 30;

    public static async Task<T> ShowAsync<T>(Screen screen, string name, Func<IProgress<EvalProgress>, Task<T>> work)
    {
        if (screen.Progress is not { } console)
        {
            return await work(new Lines(screen.Error, name)).ConfigureAwait(false);
        }

        var figures = new Figures();
        return await console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = BarWidth }, figures)
            .StartAsync(context => work(new Bar(context.AddTask(Markup.Escape(name)), figures))).ConfigureAwait(false);
    }

    /// <summary>An evaluation's figures while it runs.</summary>
    public static string Text(EvalProgress progress)
    {
        var errors = progress.Errors == 0 ? string.Empty : $", {Words.Count(progress.Errors, "error")}";
        var left = progress is { Left: { } time, Done: var done, Total: var total } && done < total ? $", {Words.Seconds(time)} left" : string.Empty;
        return $"{Words.Count(progress.Done)}/{Words.Count(progress.Total)} runs{errors}, {Cost(progress.SpentUsd)}{left}";
    }

    // Of a growing sum, digits that come and go disturb.
    private static string Cost(decimal usd) => usd < 1 ? Words.Usd(usd) : string.Create(CultureInfo.InvariantCulture, $"${usd:N2}");

    private sealed class Bar(ProgressTask task, Figures figures) : IProgress<EvalProgress>
    {
        public void Report(EvalProgress value)
        {
            figures.Latest = value;
            (task.MaxValue, task.Value) = (value.Total, value.Done);
        }
    }

    private sealed class Figures : ProgressColumn
    {
        private EvalProgress? _latest;

        // Reports of many threads may overtake each other.
        public EvalProgress? Latest
        {
            get => Volatile.Read(ref _latest);
            set
            {
                if (value!.Done > (Latest?.Done ?? -1))
                {
                    Volatile.Write(ref _latest, value);
                }
            }
        }

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => Latest is { } progress
            ? new Text(RunProgress.Text(progress), new Style(progress.Errors > 0 ? Color.Yellow : Color.Default))
            : new Text("beginning");
    }

    /// <summary>For the log of a build: enough to see that it goes on.</summary>
    private sealed class Lines(TextWriter error, string name) : IProgress<EvalProgress>
    {
        private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

        private readonly Lock _gate = new();
        private TimeSpan _next = Every;

        public void Report(EvalProgress value)
        {
            lock (_gate)
            {
                if (value.Elapsed >= _next)
                {
                    _next = value.Elapsed + Every;
                    error.WriteLine($"{name}: {RunProgress.Text(value)}");
                }
            }
        }
    }
}
