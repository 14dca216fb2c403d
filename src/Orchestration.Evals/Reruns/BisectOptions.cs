using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Scorers;
using Orchestration.Policies;

namespace Orchestration.Evals.Reruns;

/// <summary>What is looked for over the versions of a graph.</summary>
public sealed record BisectOptions
{
    /// <summary>Who judges an output.</summary>
    public required IScorer Scorer { get; init; }

    /// <summary>The least score that is good.</summary>
    /// <value>1 by default: what a yes-or-no scorer gives for yes.</value>
    public double GoodFrom { get; init; } = 1;

    /// <summary>How often each version is run; it is bad when more than half of the runs that could be judged are. A run that fails by its own doing is bad.</summary>
    /// <value>3 by default; an odd number leaves no tie.</value>
    public int Repeats { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Repeats is at least 1."); } = 3;

    /// <summary>The oldest version that is looked at.</summary>
    /// <value><see langword="null"/>, the default, means the oldest registered.</value>
    public int? FromVersion { get; init; }

    /// <summary>The newest version that is looked at.</summary>
    /// <value><see langword="null"/>, the default, means the newest registered.</value>
    public int? ToVersion { get; init; }

    /// <summary>Runs every version, and so sees a graph that was good and bad by turns. A search by halves cannot.</summary>
    public bool Exhaustive { get; init; }

    /// <inheritdoc cref="RerunOptions.Model"/>
    public string? Model { get; init; }

    /// <summary>The most that all runs may spend together; judges are not counted.</summary>
    public required Budget Budget { get; init; }

    /// <summary>Who pays, where the input is not of a recorded run.</summary>
    public string Tenant { get; init; } = string.Empty;

    /// <summary>What the scorer holds outputs to; its input is not used.</summary>
    /// <value><see langword="null"/>, the default, means nothing but the output itself.</value>
    public GoldenCase? Case { get; init; }

    /// <summary>The application's services, for a scorer that is bound to them.</summary>
    public IServiceProvider? Services { get; init; }
}
