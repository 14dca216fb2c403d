using System.Text.Json;
using Orchestration.Cli.Evals;
using Orchestration.Evals.Reports;

namespace Orchestration.Cli.Commands.Evals;

/// <summary>What <c>eval run --json</c> and <c>eval report --json</c> write.</summary>
/// <param name="ExitCode">That of the tool: the worst of all evals.</param>
/// <param name="Evals">In the order in which they ran.</param>
internal sealed record EvalRunDocument(int ExitCode, IReadOnlyList<EvalEndDocument> Evals);

/// <summary>One eval.</summary>
/// <param name="Eval">Its name.</param>
/// <param name="ExitCode">Its own.</param>
/// <param name="Partial">Whether it was cut off, so that there is no verdict.</param>
/// <param name="Estimate">What was expected.</param>
/// <param name="Folder">Where the results lie.</param>
/// <param name="Page">Where the HTML page is.</param>
/// <param name="Report">The report, with the verdict: see docs/reports.md.</param>
internal sealed record EvalEndDocument(string Eval, int ExitCode, bool Partial, EstimateDocument? Estimate, string? Folder, string? Page, JsonElement? Report);

/// <summary>What an evaluation was expected to run and cost.</summary>
internal sealed record EstimateDocument(int Cases, int Runs, int FromCassette, decimal? ExpectedUsd, string Basis);

/// <summary>Makes the documents.</summary>
internal static class EvalDocuments
{
    public static async Task<EvalRunDocument> OfAsync(int exitCode, IEnumerable<EvalEnd> ends)
    {
        var documents = new List<EvalEndDocument>();
        foreach (var end in ends)
        {
            var estimate = end.Estimate is { } known ? new EstimateDocument(known.Cases, known.Runs, known.FromCassette, known.ExpectedUsd, known.Basis) : null;
            documents.Add(new(end.Eval, end.ExitCode, end.ExitCode == ExitCodes.Cancelled, estimate, end.Folder, end.Page, end.Report is { } report ? await OfAsync(report).ConfigureAwait(false) : null));
        }

        return new(exitCode, documents);
    }

    private static async Task<JsonElement> OfAsync(EvalReport report)
    {
        using var stream = new MemoryStream();
        await report.WriteJsonAsync(stream, CancellationToken.None).ConfigureAwait(false);
        return JsonElement.Parse(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }
}
