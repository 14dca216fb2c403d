using Orchestration.Evals.Running;

namespace Orchestration.Evals.Reports;

/// <summary>Writes results for those who read them: CI servers, reviewers, programs, people. Results are read once for the numbers and once more for each report that shows texts; outputs are never held all at once.</summary>
/// <example>
/// <code>
/// EvalReport report = await EvalReport.CreateAsync(results, new() { Verdict = verdict, History = baseline.History });
/// await using var page = File.Create("report.html");
/// await report.WriteHtmlAsync(page);
/// </code>
/// </example>
public sealed class EvalReport
{
    private readonly ReportSource _source;
    private readonly ReportTable _table;

    private EvalReport(ReportSource source, ReportTable table) => (_source, _table, Summary) = (source, table, table.Summarize());

    /// <inheritdoc cref="EvalSummary"/>
    public EvalSummary Summary { get; }

    /// <inheritdoc cref="ReportTable"/>
    internal ReportTable Table => _table;

    /// <summary>Reads the results for their numbers.</summary>
    /// <param name="results">The results; of several shards, opened as one.</param>
    /// <param name="options"><see langword="null"/> = no verdict, no texts of cases.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Task<EvalReport> CreateAsync(EvalResults results, EvalReportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        options ??= new();
        return CreateAsync(
            new ReportSource(results.Manifest, results.ReadAsync, options)
            {
                Golden = options.GoldenSet is { } golden ? golden.ReadAsync : null,
                GoldenPath = options.GoldenSet?.Path,
                Others = options.ComparedWith is { } others ? others.ReadAsync : null,
                OthersVariant = options.ComparedWith?.Manifest.Variants[0].Variant.ToString(),
            },
            cancellationToken);
    }

    /// <summary>Writes JUnit XML: a suite for the gate with a test for each gated metric, and one for each variant with a test for each case.</summary>
    /// <remarks>A case fails if the gate says so; without a verdict, if a run failed or a mean is below <see cref="EvalReportOptions.PassAt"/>. What could not be judged is an error. Variants beside a gated one are skipped.</remarks>
    public Task WriteJUnitAsync(Stream stream, CancellationToken cancellationToken = default) => JUnitReport.WriteAsync(_source, _table, Summary, stream, cancellationToken);

    /// <summary>Writes Markdown as GitHub shows it, for <c>$GITHUB_STEP_SUMMARY</c> or a comment, within <see cref="EvalReportOptions.MaxMarkdownBytes"/>.</summary>
    public Task WriteMarkdownAsync(TextWriter writer, CancellationToken cancellationToken = default) => MarkdownReport.WriteAsync(_source, _table, Summary, writer, cancellationToken);

    /// <summary>Writes workflow commands that GitHub Actions turns into annotations: the verdict, then what it rests on, at the cases' lines in the golden set where they are known. At most ten, since GitHub shows no more of one step.</summary>
    public Task WriteAnnotationsAsync(TextWriter writer, CancellationToken cancellationToken = default) => AnnotationReport.WriteAsync(_source, _table, writer, cancellationToken);

    /// <summary>Writes all numbers as one JSON document, without the cases' texts. Members may be added in later versions; none changes its meaning under the same <c>version</c>.</summary>
    public Task WriteJsonAsync(Stream stream, CancellationToken cancellationToken = default) => JsonReport.WriteAsync(_source, _table, Summary, stream, cancellationToken);

    /// <summary>Writes one HTML page that needs no network and no other file.</summary>
    public Task WriteHtmlAsync(Stream stream, CancellationToken cancellationToken = default) => HtmlReport.WriteAsync(_source, _table, Summary, stream, cancellationToken);

    internal static async Task<EvalReport> CreateAsync(ReportSource source, CancellationToken cancellationToken) =>
        new(source, await ReportTable.ReadAsync(source, cancellationToken).ConfigureAwait(false));
}
