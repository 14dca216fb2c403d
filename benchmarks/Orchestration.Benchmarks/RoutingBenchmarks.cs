using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Routing;
using Orchestration.Routing.Canaries;
using Orchestration.Routing.Planning;

namespace Orchestration.Benchmarks;

/// <summary>The choice among 12 models of 4 providers by an envelope with all bounds, in a conversation whose beginning one endpoint has in its cache; and the same choice as one would write it by hand.</summary>
public class RoutingBenchmarks
{
    private const string Graph = "article";
    private const string Step = "sections[3]/draft";

    private static readonly string[] Providers = ["one", "two", "three", "four"];

    private readonly List<RegisteredModel> _models = [];
    private readonly Dictionary<string, (TimeSpan FirstToken, TimeSpan Total, double Output)> _measured = [];
    private readonly QualityScores _quality = new();
    private readonly Route _route;
    private readonly Router _router;
    private readonly RoutingRequest _request;
    private readonly RoutingRequest _requestOfTier;
    private readonly RoutingRequest _lone;
    private readonly Dictionary<long, string> _warm = [];

    public RoutingBenchmarks()
    {
        var random = new Random(1);
        for (var i = 0; i < 12; i++)
        {
            var price = Price.PerMillionTokens(0.1m * (i + 1), 0.4m * (i + 1)) with { CachedInputUsdPerMillion = 0.01m * (i + 1) };
            _models.Add(new RegisteredModel($"{Providers[i % 4]}-{i / 4}", new MemoryClient(), new ModelProfile
            {
                Price = price,
                Provider = Providers[i % 4],
                ContextWindow = 128_000,
                MaxOutputTokens = 16_000,
                Capabilities = ModelCapabilities.Tools | ModelCapabilities.StructuredOutput,
            }));
        }

        _route = new Route
        {
            Models = [.. _models.Select(static model => model.Name)],
            Envelope = new() { MaxCostUsd = 0.01m, FirstToken = TimeSpan.FromSeconds(2), Total = TimeSpan.FromSeconds(20), MinQuality = 0.6 },
            Tiers = new() { Simple = [.. _models.Take(6).Select(static model => model.Name)], Complex = [.. _models.Skip(6).Select(static model => model.Name)] },
        };
        var table = new RoutingTable(_models, [new RouteDefinition("writing", RouteKind.Envelope, _route)], RoutingPolicy.None, ModelCatalog.Empty, new CanaryMonitor(TimeProvider.System));
        _router = new Router(table, _quality, TimeProvider.System);
        foreach (var model in _models)
        {
            _quality.Set(Graph, Step, model.Name, 0.5 + (random.NextDouble() / 2));
            var (first, total, output) = (TimeSpan.FromSeconds(0.5 + (2 * random.NextDouble())), TimeSpan.FromSeconds(3 + (20 * random.NextDouble())), 300 + random.Next(700));
            _measured[model.Name] = (first, total, output);
            for (var i = 0; i < 20; i++)
            {
                _router.Observe(model, Graph, Step, first, total, output, succeeded: true);
            }
        }

        List<ChatMessage> messages = [new(ChatRole.System, Texts.English(8_000))];
        for (var i = 0; i < 9; i++)
        {
            messages.Add(new ChatMessage(i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, Texts.English(500)));
        }

        var options = new ChatOptions { MaxOutputTokens = 2_000, ResponseFormat = ChatResponseFormat.ForJsonSchema(System.Text.Json.JsonDocument.Parse("{}").RootElement) };
        var prefixes = WarmPrefixes.Of(messages, options);
        _router.Remember([.. prefixes.Take(prefixes.Count - 2)], _models[4]);
        _request = new RoutingRequest
        {
            Policy = new StepPolicy { Route = "writing" },
            Tenant = "acme",
            Graph = Graph,
            Step = Step,
            Key = "run",
            Messages = messages,
            Options = options,
            EstimatedInputTokens = TokenEstimate.OfRequest(messages, options),
            Prefixes = prefixes,
        };
        _requestOfTier = With(new StepPolicy { Route = "writing" }, RequestClass.Simple);
        _lone = With(new StepPolicy { Route = _models[0].Name }, null);
        foreach (var prefix in prefixes.Take(prefixes.Count - 2))
        {
            _warm[prefix] = _models[4].Name;
        }

        using var plan = _router.Plan(in _request);
        if (plan[0].Name != ByHand())
        {
            throw new InvalidOperationException($"The two do not compute the same: {plan[0].Name} and {ByHand()}.");
        }
    }

    [Benchmark(Baseline = true)]
    public string ByHand()
    {
        var warm = _request.Prefixes.Reverse().Select(prefix => _warm.GetValueOrDefault(prefix)).FirstOrDefault(static name => name is not null);
        return _models
            .Where(model => _route.Models.Contains(model.Name))
            .Where(model => model.Profile.Capabilities is not { } able || able.HasFlag(ModelCapabilities.StructuredOutput))
            .Select(model => (
                Model: model,
                Measured: _measured[model.Name],
                Quality: _quality.Find(Graph, Step, model.Name) ?? model.Profile.Quality,
                Cost: Cost.Of(new Usage { InputTokens = _request.EstimatedInputTokens, CachedInputTokens = model.Name == warm ? _request.EstimatedInputTokens : 0, OutputTokens = (long)_measured[model.Name].Output }, model.Profile.PriceAt(TimeProvider.System.GetUtcNow()))?.ToUsd()))
            .Where(static model => model.Model.Profile.ContextWindow is not { } window || window >= 4_000)
            .Where(model => model.Cost <= _route.Envelope.MaxCostUsd && model.Quality >= _route.Envelope.MinQuality)
            .OrderBy(model => model.Measured.FirstToken > _route.Envelope.FirstToken || model.Measured.Total > _route.Envelope.Total)
            .ThenBy(static model => model.Cost)
            .ThenBy(model => model.Model.Name != warm)
            .Select(static model => model.Model.Name)
            .First();
    }

    [Benchmark]
    public string Plan()
    {
        using var plan = _router.Plan(in _request);
        return plan[0].Name;
    }

    [Benchmark]
    public string PlanWithinATier()
    {
        using var plan = _router.Plan(in _requestOfTier);
        return plan[0].Name;
    }

    [Benchmark]
    public string PlanOfALoneModel()
    {
        using var plan = _router.Plan(in _lone);
        return plan[0].Name;
    }

    [Benchmark]
    public int PlanAndChoiceForTheRecord()
    {
        using var plan = _router.Plan(in _request);
        return plan.ChoiceFor(0).PassedOver.Length;
    }

    [Benchmark]
    public void Observe() => _router.Observe(_models[0], Graph, Step, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9), 500, succeeded: true);

    private RoutingRequest With(StepPolicy policy, RequestClass? requestClass) => new()
    {
        Policy = policy,
        Tenant = _request.Tenant,
        Graph = _request.Graph,
        Step = _request.Step,
        Key = _request.Key,
        Messages = _request.Messages,
        Options = _request.Options,
        EstimatedInputTokens = _request.EstimatedInputTokens,
        Prefixes = _request.Prefixes,
        Class = requestClass,
    };
}
