namespace Orchestration.Simulator;

/// <summary>When a fault happens: on requests for which all that the rule names holds; on all of them, if it names nothing.</summary>
/// <param name="Fault">What happens.</param>
public sealed record FaultRule(Fault Fault)
{
    /// <summary>Numbers of requests of the model, from 1.</summary>
    /// <value>Empty, the default: any.</value>
    public IReadOnlyList<int> Requests { get; init; } = [];

    /// <summary>Every k-th request of the model.</summary>
    public int? Every { get; init; }

    /// <summary>The share of requests, in [0, 1].</summary>
    public double? Probability { get; init; }

    /// <summary>From this much time after the server started or was reset ..</summary>
    public TimeSpan? From { get; init; }

    /// <summary>.. and before this much: an outage of a calendar.</summary>
    public TimeSpan? Until { get; init; }

    /// <summary>Only streams, or only what is not streamed.</summary>
    public bool? Streaming { get; init; }

    internal bool Applies(int request, TimeSpan since, bool streaming, double chance) =>
        (Requests.Count == 0 || Requests.Contains(request))
        && (Every is not { } every || request % every == 0)
        && (Probability is not { } probability || chance < probability)
        && (From is not { } from || since >= from)
        && (Until is not { } until || since < until)
        && (Streaming is not { } wanted || wanted == streaming);
}
