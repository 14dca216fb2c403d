using System.Collections.Immutable;
using System.Text;

namespace Orchestration.Billing;

/// <summary>A provider's own account of what was used and what it costs, as it exports it. What could not be read is listed, never dropped.</summary>
public sealed record UsageExport
{
    /// <summary>The lines, in the order of the export.</summary>
    public ImmutableArray<UsageRow> Rows { get; init; } = [];

    /// <summary>The parts that could not be read; empty when all could.</summary>
    public ImmutableArray<UsageExportProblem> Problems { get; init; } = [];

    /// <summary>Reads a CSV file: any with a header that names a day and a model, and tokens or a cost.</summary>
    /// <param name="csv">The text, as RFC 4180 has it; the separator may be a comma, a semicolon or a tab. A byte order mark is skipped.</param>
    /// <param name="columns">Columns that are named otherwise than usual; <see langword="null"/> = recognize them by their names.</param>
    /// <param name="provider">Who charges, where no column says so.</param>
    /// <exception cref="FormatException">There is no header, it names no day, or nothing to compare. The message names the columns found and those looked for.</exception>
    public static UsageExport ParseCsv(string csv, UsageColumns? columns = null, string? provider = null)
    {
        ArgumentNullException.ThrowIfNull(csv);
        return CsvUsage.Read(csv, columns ?? new UsageColumns(), provider);
    }

    /// <summary>Reads a CSV file from UTF-8.</summary>
    /// <param name="csv">The file. Read to its end, and left open.</param>
    /// <param name="columns">Columns that are named otherwise than usual; <see langword="null"/> = recognize them by their names.</param>
    /// <param name="provider">Who charges, where no column says so.</param>
    /// <exception cref="FormatException">There is no header, it names no day, or nothing to compare.</exception>
    public static UsageExport ParseCsv(Stream csv, UsageColumns? columns = null, string? provider = null) => ParseCsv(Text(csv), columns, provider);

    /// <summary>Reads the answers of the providers' usage and cost endpoints: one page, an array of pages, or an array of buckets.</summary>
    /// <remarks>
    /// Understood are OpenAI's <c>/v1/organization/usage/completions</c> (and its neighbours with token counts) and <c>/v1/organization/costs</c>
    /// (<see href="https://platform.openai.com/docs/api-reference/usage"/>), Anthropic's <c>/v1/organizations/usage_report/messages</c> and <c>/v1/organizations/cost_report</c>
    /// (<see href="https://platform.claude.com/docs/en/api/admin/cost_report"/>), as documented in August 2026. Ask them to group by model; a line without one is compared under no model.
    /// </remarks>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="FormatException">It is no JSON, or none of these. The message names line and column where there are any.</exception>
    public static UsageExport ParseJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return JsonUsage.Read(json);
    }

    /// <summary>Reads the answers of the providers' usage and cost endpoints from UTF-8.</summary>
    /// <param name="json">The file. Read to its end, and left open.</param>
    /// <exception cref="FormatException">It is no JSON, or of no known endpoint.</exception>
    public static UsageExport ParseJson(Stream json) => ParseJson(Text(json));

    /// <summary>Puts two exports together, as of two pages, two months or two providers. A line that both have is kept twice, and reported as a duplicate when compared.</summary>
    public static UsageExport Merge(UsageExport first, UsageExport second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new UsageExport { Rows = [.. first.Rows, .. second.Rows], Problems = [.. first.Problems, .. second.Problems] };
    }

    private static string Text(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: -1, leaveOpen: true);
        return reader.ReadToEnd();
    }
}
