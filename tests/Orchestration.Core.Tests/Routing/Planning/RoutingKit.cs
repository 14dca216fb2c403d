using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Routing;
using Orchestration.Routing.Canaries;
using Orchestration.Routing.Planning;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Routing.Planning;

/// <summary>A router on a clock of the test's. A request has 1,000 tokens and an answer 500, so that a model of x dollars a million tokens costs x * 0.0015.</summary>
internal sealed class RoutingKit
{
    private readonly ModelCatalog _catalog = ModelCatalog.Empty;

    public RoutingKit(IEnumerable<(string Name, ModelProfile Profile)> models, IEnumerable<RouteDefinition> routes, RoutingPolicy? policy = null, Func<CanaryRule, string, string, bool>? isInCanary = null)
    {
        Table = new RoutingTable(models.Select(static model => new RegisteredModel(model.Name, new ScriptedChatClient(), model.Profile)), routes, policy ?? RoutingPolicy.None, _catalog, new CanaryMonitor(Time));
        Router = new Router(Table, Quality, Time, isInCanary);
    }

    public ManualTime Time { get; } = new();

    public QualityScores Quality { get; } = new();

    public RoutingTable Table { get; }

    public Router Router { get; }

    /// <summary>A route "r" with this envelope over all the models.</summary>
    public static RoutingKit With(Envelope envelope, params (string Name, ModelProfile Profile)[] models) => With(new Route { Models = [.. models.Select(static model => model.Name)], Envelope = envelope }, models);

    public static RoutingKit With(Route route, params (string Name, ModelProfile Profile)[] models) => new(models, [new RouteDefinition("r", RouteKind.Envelope, route)]);

    public static (string Name, ModelProfile Profile) Model(string name, decimal? usdPerMillion, ModelProfile? profile = null) =>
        (name, (profile ?? new ModelProfile()) with { Price = usdPerMillion is { } usd ? Price.PerMillionTokens(usd, usd) : null });

    public static RoutingRequest Request(StepPolicy? policy = null, RequestClass? requestClass = null, string tenant = "", ChatOptions? options = null, IReadOnlyList<ChatMessage>? messages = null, IReadOnlyList<long>? prefixes = null) => new()
    {
        Policy = policy ?? new StepPolicy { Route = "r" },
        Tenant = tenant,
        Graph = "article",
        Step = "draft",
        Key = "key",
        Messages = messages ?? [new ChatMessage(ChatRole.User, "hello")],
        Options = options ?? new ChatOptions(),
        EstimatedInputTokens = 1_000,
        Prefixes = prefixes ?? [],
        Class = requestClass,
    };

    public RoutePlan Plan(in RoutingRequest request) => Router.Plan(in request);

    public IReadOnlyList<string> Asked(in RoutingRequest request)
    {
        using var plan = Router.Plan(in request);
        return NamesIn(plan);
    }

    public IReadOnlyList<string> Asked() => Asked(Request());

    public static IReadOnlyList<string> NamesIn(RoutePlan plan) => [.. Enumerable.Range(0, plan.Count).Select(place => plan[place].Name)];

    public RegisteredModel this[string model] => Table.Models.Single(known => known.Name == model);

    /// <summary>Lets a model give as many answers of one latency.</summary>
    public void Answers(string model, double firstTokenSeconds, double totalSeconds = 5, int times = 5, long? outputTokens = null, string step = "draft")
    {
        for (var i = 0; i < times; i++)
        {
            Router.Observe(this[model], "article", step, TimeSpan.FromSeconds(firstTokenSeconds), TimeSpan.FromSeconds(totalSeconds), outputTokens, succeeded: true);
        }
    }
}
