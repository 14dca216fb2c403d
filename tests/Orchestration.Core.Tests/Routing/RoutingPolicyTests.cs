using Orchestration.Routing;

namespace Orchestration.Core.Tests.Routing;

public sealed class RoutingPolicyTests
{
    private const string Whole = """
        {
          "version": "2026-11-21.1",
          "routes": { "writing": { "models": ["small", "new"], "tiers": { "simple": ["small"], "moderate": ["small", "new"], "complex": ["new"] },
                                   "envelope": { "maxCostUsd": 0.01, "firstTokenSeconds": 2, "totalSeconds": 30.5, "minQuality": 0.7 } } },
          "tenants": { "*": { "deny": ["old"] },
                       "acme": { "allow": ["claude-*"], "deny": [], "envelopes": { "writing": { "maxCostUsd": 0.005 } }, "tiers": { "writing": { "simple": ["small"] } } } },
          "canaries": [ { "name": "haiku-5", "route": "writing", "model": "new", "percent": 10, "tenants": ["acme"],
                          "bounds": { "maxFailureRate": 0.05, "maxFirstTokenSeconds": 3, "maxMeanCostUsd": 0.01, "minRequests": 50 } },
                        { "name": "article-v2", "graph": "article", "version": 2, "percent": 0.5, "bounds": { "minRequests": 1 } } ]
        }
        """;

    [Fact]
    public void A_document_is_read_whole()
    {
        var policy = RoutingPolicy.Parse(Whole);

        Assert.Equal("2026-11-21.1", policy.Version);
        var (name, route) = Assert.Single(policy.Routes);
        Assert.Equal("writing", name);
        Assert.Equal(
            new Route
            {
                Models = ["small", "new"],
                Tiers = new() { Simple = ["small"], Moderate = ["small", "new"], Complex = ["new"] },
                Envelope = new() { MaxCostUsd = 0.01m, FirstToken = TimeSpan.FromSeconds(2), Total = TimeSpan.FromSeconds(30.5), MinQuality = 0.7 },
            },
            route);
        Assert.Equal(["*", "acme"], policy.Tenants.Keys);
        Assert.Equal(["old"], policy.Tenants["*"].Deny);
        var acme = policy.Tenants["acme"];
        Assert.Equal(["claude-*"], acme.Allow);
        Assert.Empty(acme.Deny);
        Assert.Equal(new Envelope { MaxCostUsd = 0.005m }, acme.Envelopes["writing"]);
        Assert.Equal(new Tiers { Simple = ["small"] }, acme.Tiers["writing"]);
        Assert.Equal(
            [
                new CanaryRule("haiku-5", "writing", "new", null, null, 10, ["acme"], new CanaryBounds(0.05, TimeSpan.FromSeconds(3), 0.01m, 50)),
                new CanaryRule("article-v2", null, null, "article", 2, 0.5, [], new CanaryBounds(null, null, null, 1)),
            ],
            policy.Canaries);
    }

    [Fact]
    public void An_empty_document_says_nothing() => Assert.Equal((0, 0, 0), (RoutingPolicy.Parse("{}").Routes.Count, RoutingPolicy.Parse("{}").Tenants.Count, RoutingPolicy.Parse("{}").Canaries.Length));

    public static TheoryData<string, string> Wrong => new()
    {
        { "[]", "the document: it is a list; write an object." },
        { "{} {}", "is not JSON" },
        { "{", "is not JSON" },
        { """{ "route": {} }""", "route: there is no such member; the members here are version, routes, tenants and canaries." },
        { """{ "version": 3 }""", "version: it is a number; write a text." },
        { """{ "version": "" }""", "version: it is empty; give it a value or leave it out." },
        { """{ "version": "a", "version": "b" }""", "version: it stands there twice; keep one." },
        { """{ "routes": { "": { "models": ["a"] } } }""", "a name is empty; give it one." },
        { """{ "routes": { "w": {} } }""", "routes.w: 'models' is missing; add it." },
        { """{ "routes": { "w": { "models": [] } } }""", "routes.w.models: the list is empty; name at least one, or leave it out." },
        { """{ "routes": { "w": { "models": "a" } } }""", "routes.w.models: it is a text; write a list." },
        { """{ "routes": { "w": { "models": ["a", 1] } } }""", "routes.w.models[1]: it is a number; write a text." },
        { """{ "routes": { "w": { "models": ["a"], "envelope": { "maxCost": 1 } } } }""", "routes.w.envelope.maxCost: there is no such member; the members here are maxCostUsd, firstTokenSeconds, totalSeconds and minQuality." },
        { """{ "routes": { "w": { "models": ["a"], "envelope": { "maxCostUsd": null } } } }""", "routes.w.envelope.maxCostUsd: it is null; write a number of US dollars or leave it out." },
        { """{ "routes": { "w": { "models": ["a"], "envelope": { "maxCostUsd": 1e99 } } } }""", "routes.w.envelope.maxCostUsd: it is 1e99; write a number of US dollars." },
        { """{ "routes": { "w": { "models": ["a"], "envelope": { "totalSeconds": 1e300 } } } }""", "routes.w.envelope.totalSeconds: it is 1e300; write a number of seconds." },
        { """{ "routes": { "w": { "models": ["a"], "tiers": { "hard": ["a"] } } } }""", "routes.w.tiers.hard: there is no such member; the members here are simple, moderate and complex." },
        { """{ "tenants": { "acme": { "allow": [] } } }""", "tenants.acme.allow: the list is empty; name at least one, or leave it out." },
        { """{ "tenants": { "acme": { "denied": [] } } }""", "tenants.acme.denied: there is no such member; the members here are allow, deny, envelopes and tiers." },
        { """{ "tenants": { "acme": { "envelopes": { "w": { "minQuality": "high" } } } } }""", "tenants.acme.envelopes.w.minQuality: it is a text; write a number." },
        { """{ "canaries": {} }""", "canaries: it is an object; write a list." },
        { """{ "canaries": [{ "route": "w", "model": "a" }] }""", "canaries[0]: 'name' is missing; add it." },
        { """{ "canaries": [{ "name": "c", "percent": 1 }] }""", "canaries[0]: 'bounds' is missing; add it." },
        { """{ "canaries": [{ "name": "c", "percent": true, "bounds": { "minRequests": 1 } }] }""", "canaries[0].percent: it is true or false; write a number." },
        { """{ "canaries": [{ "name": "c", "graph": "g", "version": 1.5, "percent": 1, "bounds": { "minRequests": 1 } }] }""", "canaries[0].version: it is 1.5; write a whole number." },
        { """{ "canaries": [{ "name": "c", "percent": 1, "bounds": {} }] }""", "canaries[0].bounds: 'minRequests' is missing; add it." },
        { """{ "canaries": [{ "name": "c", "percent": 1, "bounds": { "minRequests": 1, "max": 1 } }] }""", "canaries[0].bounds.max: there is no such member; the members here are maxFailureRate, maxFirstTokenSeconds, maxMeanCostUsd and minRequests." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_named_by_its_path_with_the_way_out(string json, string fault) =>
        Assert.Contains(fault, Assert.Throws<FormatException>(() => RoutingPolicy.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Everything_that_is_wrong_is_named_at_once()
    {
        var message = Assert.Throws<FormatException>(() => RoutingPolicy.Parse("""{ "version": 1, "routes": { "w": { "models": [], "tier": 1 } }, "canaries": [1] }""")).Message;

        Assert.All(["version:", "routes.w.models:", "routes.w.tier:", "canaries[0]:"], path => Assert.Contains($"- {path}", message, StringComparison.Ordinal));
    }
}
