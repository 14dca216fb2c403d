using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;

namespace Orchestration.Routing;

/// <summary>A model as the application has registered it.</summary>
internal sealed class RegisteredModel(string name, IChatClient client, ModelProfile profile)
{
    public string Name { get; } = name;

    public IChatClient Client { get; } = client;

    public ModelProfile Profile { get; } = profile;

    public string? Provider { get; } = profile.Provider ?? (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.ProviderName;

    /// <summary>What this model's reports have taught about its tokens.</summary>
    public TokenCalibration Calibration { get; } = new(TokenFamily.For(
        profile.Provider ?? (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.ProviderName,
        (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId ?? name));

    public Uri? Address { get; } = (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.ProviderUri;
}

/// <summary>The application's models and routes: turns a policy into the models that are asked, in order.</summary>
internal sealed class ModelRegistry
{
    private const string DefaultRoute = "default";

    private readonly List<RegisteredModel> _models;
    private readonly Dictionary<string, Candidates> _routes = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<StepPolicy, Candidates> _candidates = [];
    private readonly ConditionalWeakTable<Graph, object> _checked = [];

    public ModelRegistry(IEnumerable<RegisteredModel> models, IEnumerable<(string Route, IReadOnlyList<string> Models, bool AreEquals)> routes)
    {
        _models = [.. models];
        foreach (var model in _models)
        {
            if (!_routes.TryAdd(model.Name, new Candidates([model], 1)))
            {
                throw new InvalidOperationException($"Two models are registered as '{model.Name}'. Give each AddModel its own name.");
            }
        }

        foreach (var (route, names, areEquals) in routes)
        {
            RegisteredModel[] candidates =
            [
                .. names.Select(name => _models.Find(model => model.Name == name)
                    ?? throw new InvalidOperationException($"Route '{route}' names the model '{name}', which is not registered. Registered are: {Known()}.")),
            ];
            if (!_routes.TryAdd(route, new Candidates(candidates, areEquals ? candidates.Length : 1)))
            {
                throw new InvalidOperationException($"'{route}' is registered twice, as a route or as a model. Names are shared by both; rename one.");
            }
        }
    }

    /// <summary>The models a call with this policy goes to, in order, each once.</summary>
    public Candidates CandidatesFor(StepPolicy policy) => _candidates.GetValue(policy, Resolve);

    /// <summary>Checks that every route that the graph's policies name is registered.</summary>
    /// <exception cref="GraphDefinitionException">One is not.</exception>
    public void Check(Graph graph, StepPolicy defaultPolicy)
    {
        if (!_checked.TryGetValue(graph, out _))
        {
            CheckSteps(graph, string.Empty, graph.Name, defaultPolicy);
            _checked.AddOrUpdate(graph, graph);
        }
    }

    private void CheckSteps(Graph graph, string path, string root, StepPolicy defaultPolicy)
    {
        foreach (var step in graph.Plan.Steps)
        {
            var name = path.Length == 0 ? step.Name : $"{path}/{step.Name}";
            if (step.Kind == StepKind.Ask)
            {
                CheckPolicy(step.Policy ?? defaultPolicy, root, name);
            }

            foreach (var branch in step.Branches)
            {
                CheckSteps(branch.Graph, name, root, defaultPolicy);
            }
        }
    }

    private void CheckPolicy(StepPolicy policy, string graph, string step)
    {
        if (_models.Count == 0)
        {
            throw new GraphDefinitionException(graph, step, "no model is registered. Call AddModel(\"name\", client, profile) on the builder that AddOrchestration returns.");
        }

        foreach (var route in RoutesOf(policy))
        {
            if (!_routes.ContainsKey(route))
            {
                throw new GraphDefinitionException(graph, step, $"its policy names the route '{route}', which is not registered. Registered are: {Known()}. Add it with AddModel or AddRoute.");
            }
        }
    }

    private Candidates Resolve(StepPolicy policy)
    {
        var named = policy.Route is not null || _routes.ContainsKey(DefaultRoute);
        var first = named ? _routes[RoutesOf(policy).First()] : null;
        IEnumerable<RegisteredModel> own = named ? [] : _models;
        return new Candidates([.. own.Concat(RoutesOf(policy).SelectMany(route => _routes[route].Models)).Distinct()], first is { HasEquals: true } ? first.Models.Length : 1);
    }

    private IEnumerable<string> RoutesOf(StepPolicy policy)
    {
        if ((policy.Route ?? (_routes.ContainsKey(DefaultRoute) ? DefaultRoute : null)) is { } route)
        {
            yield return route;
        }

        foreach (var further in policy.Fallback?.Routes ?? [])
        {
            yield return further;
        }
    }

    private string Known() => string.Join(", ", _routes.Keys.Order(StringComparer.Ordinal).Select(static name => $"'{name}'"));
}
