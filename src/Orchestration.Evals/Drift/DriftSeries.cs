using System.Text;

namespace Orchestration.Evals.Drift;

/// <summary>Which calls a figure is over. <see langword="null"/> takes all.</summary>
/// <param name="Graph">The graph's name.</param>
/// <param name="Step">The step's path without the numbers of items, such as <c>sections/draft</c>; empty for scores of a run as a whole.</param>
/// <param name="Model">The name the model is registered by; empty where no one model answered.</param>
/// <param name="Tenant">Who pays; empty for an application without tenants.</param>
public sealed record DriftSeries(string? Graph = null, string? Step = null, string? Model = null, string? Tenant = null)
{
    internal bool Contains(DriftSeries cell) =>
        (Graph is null || Graph == cell.Graph)
        && (Step is null || Step == cell.Step)
        && (Model is null || Model == cell.Model)
        && (Tenant is null || Tenant == cell.Tenant);

    /// <summary>Such as <c>graph 'article', step 'draft'</c>; <c>all graphs</c> when nothing is narrowed down.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Add(text, "graph", Graph);
        Add(text, "step", Step is "" ? "(run)" : Step);
        Add(text, "model", Model is "" ? "(several)" : Model);
        Add(text, "tenant", Tenant);
        return text.Length == 0 ? "all graphs" : text.ToString();
    }

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(name).Append(" '").Append(value).Append('\'');
        }
    }
}
