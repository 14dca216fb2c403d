namespace Orchestration.Evals.Drift;

/// <summary>Orders series by graph, step, model and tenant, ordinally; what takes all comes first.</summary>
internal sealed class SeriesOrder : IComparer<DriftSeries>
{
    public static SeriesOrder Instance { get; } = new();

    public int Compare(DriftSeries? x, DriftSeries? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        var order = string.CompareOrdinal(x.Graph, y.Graph);
        order = order != 0 ? order : string.CompareOrdinal(x.Step, y.Step);
        order = order != 0 ? order : string.CompareOrdinal(x.Model, y.Model);
        return order != 0 ? order : string.CompareOrdinal(x.Tenant, y.Tenant);
    }
}
