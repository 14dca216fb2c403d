namespace Orchestration.Cli.Evals;

/// <summary>Which reports are written, and where to.</summary>
internal sealed record ReportTargets
{
    public string? JUnit { get; init; }

    public string? Markdown { get; init; }

    public string? Html { get; init; }

    public string? Json { get; init; }

    /// <summary>Whether GitHub's workflow commands go to standard output.</summary>
    public bool Annotates { get; init; }

    /// <summary>The summary of GitHub's step, to which Markdown is added; <see langword="null"/> for none.</summary>
    public string? StepSummary { get; init; }

    /// <summary>The same for one of several evals: <c>results.xml</c> becomes <c>results.article.xml</c>.</summary>
    public ReportTargets Of(string eval) => this with { JUnit = With(JUnit, eval), Markdown = With(Markdown, eval), Html = With(Html, eval), Json = With(Json, eval) };

    private static string? With(string? path, string eval) => path is null
        ? null
        : Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, $"{Path.GetFileNameWithoutExtension(path)}.{eval}{Path.GetExtension(path)}");
}
