using Orchestration.Policies;

namespace Orchestration.Routing.Planning;

/// <summary>Chooses the models that a call asks, and learns from how its attempts end. Safe for many threads.</summary>
/// <param name="table">Models, routes and policy.</param>
/// <param name="quality">Scores of models on steps.</param>
/// <param name="time">The clock.</param>
/// <param name="isInCanary">Whether a call of a tenant and key belongs to a canary; <see langword="null"/> = none does.</param>
internal sealed class Router(RoutingTable table, QualityScores quality, TimeProvider time, Func<CanaryRule, string, string, bool>? isInCanary = null)
{
    private readonly RoutePlanPool _pool = new();
    private readonly StepKeys _steps = new();
    private readonly WarmPrefixes _warm = new(time);
    private readonly long _epoch = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_epoch);

    /// <summary>Whether the order depends on how hard the request is.</summary>
    public bool NeedsClass(StepPolicy policy, string tenant) => table.Current.For(tenant).Of(policy).NeedsClass;

    /// <summary>Whether the order depends on which endpoint has seen the beginning of the conversation.</summary>
    public bool NeedsPrefixes(StepPolicy policy, string tenant) => table.Current.For(tenant).Of(policy).NeedsPrefixes;

    /// <summary>Plans a call on the models, routes and policy of this moment. The caller disposes of the plan when it needs it no more.</summary>
    public RoutePlan Plan(in RoutingRequest request)
    {
        var routes = table.Current.For(request.Tenant).Of(request.Policy);
        var plan = _pool.Take();
        plan.Begin(routes, request.Class);
        var scoring = new Scoring(in request, _steps.Of(request.Graph, request.Step), quality, _warm, Now, time.GetUtcNow().UtcTicks);
        if (routes.Routes is [{ Canaries.Length: > 0 } own, ..])
        {
            PlanCanary(plan, own, in request, in scoring);
        }

        foreach (var route in routes.Routes)
        {
            PlanRoute(plan, route, in scoring);
        }

        return plan;
    }

    /// <summary>Takes note of how an attempt ended.</summary>
    /// <param name="model">The model that was asked.</param>
    /// <param name="graph">The graph's name.</param>
    /// <param name="step">The step's path, with indices or without.</param>
    /// <param name="firstToken">From the request to the first token; <see langword="null"/> when none came.</param>
    /// <param name="duration">From the request to its end.</param>
    /// <param name="outputTokens">As the provider reports them; <see langword="null"/> = not known.</param>
    /// <param name="succeeded">Whether the whole answer came, valid or not.</param>
    public void Observe(RegisteredModel model, string graph, string step, TimeSpan? firstToken, TimeSpan duration, long? outputTokens, bool succeeded) =>
        model.Statistics.Observe(_steps.Of(graph, step), firstToken, duration, outputTokens, succeeded, Now);

    /// <summary>How many tokens the answers of a step take lately, from this model or else from any; <see langword="null"/> = not known.</summary>
    public long? UsualOutput(RegisteredModel model, string graph, string step)
    {
        var key = _steps.Of(graph, step);
        var own = model.Statistics.Of(key).Output.Value;
        var usual = double.IsNaN(own) ? key.Output.Value : own;
        return double.IsNaN(usual) ? null : (long)usual;
    }

    /// <summary>Remembers that an endpoint has seen the beginnings of a conversation.</summary>
    public void Remember(IReadOnlyList<long> prefixes, RegisteredModel model) => _warm.Remember(prefixes, model);

    private void PlanCanary(RoutePlan plan, ResolvedRoute route, in RoutingRequest request, in Scoring scoring)
    {
        foreach (var canary in route.Canaries)
        {
            if (isInCanary?.Invoke(canary.Rule, request.Tenant, request.Key) == true)
            {
                var scored = scoring.Score(route, canary.Candidate, anyTier: true);
                scored.Canary = canary.Rule;
                plan.Add(in scored);
                return;
            }
        }
    }

    private static void PlanRoute(RoutePlan plan, ResolvedRoute route, in Scoring scoring)
    {
        var before = plan.Count;
        foreach (ref readonly var candidate in route.Candidates.AsSpan())
        {
            if (!plan.Asks(candidate.Model))
            {
                plan.Add(scoring.Score(route, in candidate));
            }
        }

        var models = plan.Asked[before..];
        switch (route.Kind)
        {
            case RouteKind.Envelope:
                Ranking.Order(models, route);
                break;
            case RouteKind.Spread when models.Length > 1:
                var warm = Ranking.Warmest(models);
                Ranking.Rotate(models, warm >= 0 ? warm : route.TurnOf(models.Length));
                break;
        }
    }
}
