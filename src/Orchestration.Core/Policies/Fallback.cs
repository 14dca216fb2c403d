using System.Collections.Immutable;
using Orchestration.Models;

namespace Orchestration.Policies;

/// <summary>Which other models a call goes to, and for which reasons. For a value instead of a model, see <c>Prompt.WithFallback</c>.</summary>
public sealed record Fallback
{
    /// <summary>Stays with the first candidate of the route.</summary>
    public static Fallback None { get; } = new() { On = [] };

    /// <summary>Routes or models asked, in order, after the candidates of the policy's own route.</summary>
    public ImmutableArray<string> Routes { get; init; } = [];

    /// <summary>The reasons for which the next candidate is asked.</summary>
    /// <value><see cref="FailureReasons.Elsewhere"/> by default.</value>
    public FailureReasons On { get; init; } = FailureReasons.Elsewhere;

    /// <summary>Falls back to these routes or models, in order.</summary>
    public static Fallback To(params ReadOnlySpan<string> routes) => new() { Routes = [.. routes] };

    internal string? Fault() => Routes.Any(string.IsNullOrEmpty) ? "Fallback names an empty route" : null;
}
