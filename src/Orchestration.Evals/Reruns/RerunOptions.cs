using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Runs;

namespace Orchestration.Evals.Reruns;

/// <summary>In which other way a recorded run is done again.</summary>
public sealed record RerunOptions
{
    /// <summary>The route or model that all its model steps are sent to.</summary>
    /// <value><see langword="null"/>, the default, leaves each step its own.</value>
    public string? Model { get; init; }

    /// <summary>The version of the graph, of those registered.</summary>
    /// <value><see langword="null"/>, the default, means the recorded version or, if that is not registered any more, the newest.</value>
    public int? GraphVersion { get; init; }

    /// <summary>The graph itself, in the place of a registered one: to try another prompt before it is.</summary>
    /// <value><see langword="null"/> by default.</value>
    public Graph? Graph { get; init; }

    /// <summary>The path of one step, which alone is asked, on the recorded answers of those before it.</summary>
    /// <value><see langword="null"/>, the default, means the whole run.</value>
    public string? Step { get; init; }

    /// <summary>The most that the rerun may spend.</summary>
    /// <value><see langword="null"/>, the default, means no cap but those of the steps' policies.</value>
    public Budget? Budget { get; init; }

    /// <summary>A cap that it shares with others.</summary>
    /// <value><see langword="null"/> by default.</value>
    public SharedBudget? SharedBudget { get; init; }
}
