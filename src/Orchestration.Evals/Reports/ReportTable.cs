using System.Collections.Immutable;
using System.Text;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;

namespace Orchestration.Evals.Reports;

/// <summary>The numbers of all results, a small row for each case: some hundred bytes, whatever the outputs' size.</summary>
internal sealed class ReportTable
{
    private readonly Dictionary<string, CaseRow> _byId = new(StringComparer.Ordinal);
    private readonly List<string> _metrics;
    private readonly List<VariantTally> _variants;
    private readonly EvalManifest _manifest;

    private ReportTable(EvalManifest manifest)
    {
        _manifest = manifest;
        _metrics = [.. manifest.Metrics.Keys];
        _variants = [.. manifest.Variants.Select(static variant => new VariantTally(variant.Variant.ToString(), variant.Fingerprint))];
    }

    /// <summary>In the order in which their first results came.</summary>
    public List<CaseRow> Rows { get; } = [];

    public IReadOnlyList<string> Metrics => _metrics;

    public static async Task<ReportTable> ReadAsync(ReportSource source, CancellationToken cancellationToken)
    {
        var table = new ReportTable(source.Manifest);
        await foreach (var result in source.Results(cancellationToken).ConfigureAwait(false))
        {
            table.Add(result);
        }

        await foreach (var golden in source.ReadGoldenAsync(cancellationToken).ConfigureAwait(false))
        {
            table.AddBytes(golden.Id, golden.Input.Utf8.Length + golden.Reference.Utf8.Length);
        }

        await foreach (var other in source.ReadOthersAsync(cancellationToken).ConfigureAwait(false))
        {
            table.AddBytes(other.Case, other.Output.Utf8.Length);
        }

        var statuses = new CaseJudge(source.Options, table._metrics);
        foreach (var row in table.Rows)
        {
            statuses.Judge(row);
        }

        return table;
    }

    public CaseRow? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The variant's place in the manifest; -1 for one that it does not know.</summary>
    public int VariantOf(string variant) => _variants.FindIndex(tally => tally.Name == variant);

    /// <summary>Worst first: those that failed, then by their lowest mean.</summary>
    public IEnumerable<CaseRow> WorstFirst() => Rows.OrderBy(static row => row.Status).ThenByDescending(static row => row.Critical).ThenBy(row => row.Lowest()).ThenBy(static row => row.Index);

    public EvalSummary Summarize() => new()
    {
        Manifest = _manifest,
        Variants = [.. _variants.Select((tally, i) => tally.Summarize(_metrics, Rows.Select(row => (row.Weight, row.Cells[i]))))],
    };

    private void Add(CaseResult result)
    {
        var variant = VariantOf(result.Variant);
        if (variant < 0)
        {
            throw new FormatException($"Case '{result.Case}' has a result of variant '{result.Variant}', which the manifest does not name. Are the results those of this manifest?");
        }

        if (!_byId.TryGetValue(result.Case, out var row))
        {
            row = new CaseRow(Rows.Count, result.Case, result.CaseHash, result.Tags, result.Weight, result.Critical, new CaseCell?[_variants.Count]);
            _byId.Add(row.Id, row);
            Rows.Add(row);
        }

        foreach (var metric in result.Scores.Keys)
        {
            if (!_metrics.Contains(metric, StringComparer.Ordinal))
            {
                _metrics.Add(metric);
            }
        }

        var cell = row.Cells[variant] ??= new CaseCell();
        _variants[variant].Add(result, cell, _metrics);
        row.TextBytes += result.Output.Utf8.Length + (result.Error?.Length ?? 0) + result.Scores.Values.Sum(static score => (long)Encoding.UTF8.GetByteCount(score.Reason));
    }

    private void AddBytes(string id, long bytes)
    {
        if (Find(id) is { } row)
        {
            row.TextBytes += bytes;
        }
    }
}

/// <summary>One case over all variants.</summary>
internal sealed record CaseRow(int Index, string Id, string Hash, ImmutableArray<string> Tags, double Weight, bool Critical, CaseCell?[] Cells)
{
    /// <summary>How much text of it a page would hold.</summary>
    public long TextBytes { get; set; }

    /// <summary>Under the first variant.</summary>
    public CaseStatus Status { get; set; }

    /// <summary>Why it has that status; <see langword="null"/> if it passed.</summary>
    public string? Message { get; set; }

    /// <summary>The lowest mean of a metric under the first variant.</summary>
    public double Lowest() => Cells[0]?.Lowest() ?? 1;
}

/// <summary>One case under one variant.</summary>
internal sealed class CaseCell
{
    private MetricCell[] _metrics = [];

    public int Repeats { get; set; }

    public int Failed { get; set; }

    public int Errors { get; set; }

    public decimal CostUsd { get; set; }

    public double Seconds { get; set; }

    /// <summary>What went wrong first in a run.</summary>
    public string? Error { get; set; }

    public double? Mean(int metric) => metric < _metrics.Length && _metrics[metric].Scored > 0 ? _metrics[metric].Sum / _metrics[metric].Scored : null;

    public bool HasOnlyErrors(int metric) => metric < _metrics.Length && _metrics[metric] is { Scored: 0, Errors: > 0 };

    public double? Lowest() => Enumerable.Range(0, _metrics.Length).Min(Mean);

    public void Add(int metric, Score score)
    {
        if (metric >= _metrics.Length)
        {
            Array.Resize(ref _metrics, metric + 1);
        }

        ref var cell = ref _metrics[metric];
        cell.Sum += score.Value;
        cell.Scored += score.Kind == ScoreKind.Scored ? 1 : 0;
        cell.Errors += score.Kind == ScoreKind.Error ? 1 : 0;
    }

    private struct MetricCell
    {
        public double Sum;
        public int Scored;
        public int Errors;
    }
}
