using Orchestration.Evals.Reports;

namespace Orchestration.Cli.Evals;

/// <summary>Writes reports into files.</summary>
internal static class ReportFiles
{
    /// <summary>Writes all that were asked for, and the page in any case.</summary>
    /// <param name="tool">Where annotations go.</param>
    /// <param name="report">What is reported.</param>
    /// <param name="targets">What was asked for.</param>
    /// <param name="page">Where the HTML page goes if nothing else was asked for.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Where the page is.</returns>
    public static async Task<string> WriteAsync(Tool tool, EvalReport report, ReportTargets targets, string page, CancellationToken cancellationToken)
    {
        var html = targets.Html ?? page;
        await WriteAsync(html, stream => report.WriteHtmlAsync(stream, cancellationToken)).ConfigureAwait(false);
        if (targets.JUnit is { } junit)
        {
            await WriteAsync(junit, stream => report.WriteJUnitAsync(stream, cancellationToken)).ConfigureAwait(false);
        }

        if (targets.Json is { } json)
        {
            await WriteAsync(json, stream => report.WriteJsonAsync(stream, cancellationToken)).ConfigureAwait(false);
        }

        if (targets.Markdown is { } markdown)
        {
            await WriteMarkdownAsync(report, markdown, append: false, cancellationToken).ConfigureAwait(false);
        }

        if (targets.StepSummary is { } summary)
        {
            await WriteMarkdownAsync(report, summary, append: true, cancellationToken).ConfigureAwait(false);
        }

        if (targets.Annotates)
        {
            await report.WriteAnnotationsAsync(tool.Screen.Out, cancellationToken).ConfigureAwait(false);
        }

        return html;
    }

    private static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var file = File.Create(path);
        await using (file.ConfigureAwait(false))
        {
            await write(file).ConfigureAwait(false);
        }
    }

    // Steps of one job, and evals of one step, add to the same summary.
    private static async Task WriteMarkdownAsync(EvalReport report, string path, bool append, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var writer = new StreamWriter(path, append);
        await using (writer.ConfigureAwait(false))
        {
            await report.WriteMarkdownAsync(writer, cancellationToken).ConfigureAwait(false);
        }
    }
}
