namespace Orchestration.Evals.Drift;

/// <summary>How narrow a series is.</summary>
internal enum SeriesLevel
{
    /// <summary>A graph, or all.</summary>
    Total,

    /// <summary>A step, a model or a tenant of a graph; a model or tenant of all.</summary>
    Part,

    /// <summary>A step with its model and tenant.</summary>
    Cell,
}

/// <summary>The series to compare: everything, graphs, their parts, and single cells. Each set of cells once, under its broadest name.</summary>
internal static class SeriesTree
{
    public static IEnumerable<(DriftSeries Series, SeriesLevel Level)> Of(IEnumerable<DriftSeries> cells)
    {
        var all = cells.Distinct().Order(SeriesOrder.Instance).ToList();
        var seen = new HashSet<string>();
        foreach (var (series, level) in Named(all))
        {
            if (seen.Add(string.Join(',', Enumerable.Range(0, all.Count).Where(i => series.Contains(all[i])))))
            {
                yield return (series, level);
            }
        }
    }

    // A graph's name comes before that of everything: with one graph, alerts then name it.
    private static IEnumerable<(DriftSeries Series, SeriesLevel Level)> Named(List<DriftSeries> cells) =>
        Of(cells, SeriesLevel.Total, static cell => new DriftSeries(cell.Graph))
            .Append((new DriftSeries(), SeriesLevel.Total))
            .Concat(Of(cells, SeriesLevel.Part, static cell => new DriftSeries(cell.Graph, Step: cell.Step)))
            .Concat(Of(cells, SeriesLevel.Part, static cell => new DriftSeries(cell.Graph, Model: cell.Model)))
            .Concat(Of(cells, SeriesLevel.Part, static cell => new DriftSeries(cell.Graph, Tenant: cell.Tenant)))
            .Concat(Of(cells, SeriesLevel.Part, static cell => new DriftSeries(Model: cell.Model)))
            .Concat(Of(cells, SeriesLevel.Part, static cell => new DriftSeries(Tenant: cell.Tenant)))
            .Concat(Of(cells, SeriesLevel.Cell, static cell => cell));

    private static IEnumerable<(DriftSeries Series, SeriesLevel Level)> Of(List<DriftSeries> cells, SeriesLevel level, Func<DriftSeries, DriftSeries> name) =>
        cells.Select(name).Distinct().Select(series => (series, level));
}
