using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestration.Routing.Planning;

/// <summary>Reads a routing policy's JSON, and finds all that is wrong with it rather than the first.</summary>
internal sealed class RoutingPolicyReader
{
    private readonly JsonFaults _faults = new();

    public static RoutingPolicy Read(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new RoutingPolicyReader();
        RoutingPolicy policy;
        try
        {
            var json = new Utf8JsonReader(utf8Json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
            using var document = JsonDocument.ParseValue(ref json);
            policy = reader.Policy(new JsonPlace(document.RootElement, string.Empty, reader._faults));
            if (json.Read())
            {
                reader._faults.Add(string.Empty, "something follows the document; keep one JSON object");
            }
        }
        catch (JsonException e)
        {
            throw new FormatException($"The routing policy is not JSON: {e.Message}", e);
        }

        reader._faults.ThrowIfAny();
        return policy;
    }

    private RoutingPolicy Policy(JsonPlace place)
    {
        var policy = RoutingPolicy.None;
        foreach (var member in place.Members("version, routes, tenants and canaries"))
        {
            policy = member.Name switch
            {
                "version" => policy with { Version = member.Text() },
                "routes" => policy with { Routes = ByName(member, Route) },
                "tenants" => policy with { Tenants = ByName(member, Tenant) },
                "canaries" => policy with { Canaries = [.. member.Items().Select(Canary)] },
                _ => member.Unknown(policy),
            };
        }

        return policy;
    }

    private Route Route(JsonPlace place)
    {
        var route = new Route { Models = [] };
        foreach (var member in place.Members("models, tiers and envelope"))
        {
            route = member.Name switch
            {
                "models" => route with { Models = member.Names() },
                "tiers" => route with { Tiers = Tiers(member) },
                "envelope" => route with { Envelope = Envelope(member) },
                _ => member.Unknown(route),
            };
        }

        place.Demands("models");
        return route;
    }

    private static Envelope Envelope(JsonPlace place)
    {
        var envelope = new Envelope();
        foreach (var member in place.Members("maxCostUsd, firstTokenSeconds, totalSeconds and minQuality"))
        {
            envelope = member.Name switch
            {
                "maxCostUsd" => envelope with { MaxCostUsd = member.Money() },
                "firstTokenSeconds" => envelope with { FirstToken = member.Seconds() },
                "totalSeconds" => envelope with { Total = member.Seconds() },
                "minQuality" => envelope with { MinQuality = member.Number() },
                _ => member.Unknown(envelope),
            };
        }

        return envelope;
    }

    private static Tiers Tiers(JsonPlace place)
    {
        var tiers = new Tiers();
        foreach (var member in place.Members("simple, moderate and complex"))
        {
            tiers = member.Name switch
            {
                "simple" => tiers with { Simple = member.Names() },
                "moderate" => tiers with { Moderate = member.Names() },
                "complex" => tiers with { Complex = member.Names() },
                _ => member.Unknown(tiers),
            };
        }

        return tiers;
    }

    private TenantRouting Tenant(JsonPlace place)
    {
        var tenant = new TenantRouting();
        foreach (var member in place.Members("allow, deny, envelopes and tiers"))
        {
            tenant = member.Name switch
            {
                "allow" => tenant with { Allow = member.Names() },
                "deny" => tenant with { Deny = member.Names(mayBeEmpty: true) },
                "envelopes" => tenant with { Envelopes = ByName(member, Envelope) },
                "tiers" => tenant with { Tiers = ByName(member, Tiers) },
                _ => member.Unknown(tenant),
            };
        }

        return tenant;
    }

    private CanaryRule Canary(JsonPlace place)
    {
        var canary = new CanaryRule(string.Empty, null, null, null, null, 0, [], new CanaryBounds(null, null, null, 1));
        foreach (var member in place.Members("name, route and model or graph and version, percent, tenants and bounds"))
        {
            canary = member.Name switch
            {
                "name" => canary with { Name = member.Text() },
                "route" => canary with { Route = member.Text() },
                "model" => canary with { Model = member.Text() },
                "graph" => canary with { Graph = member.Text() },
                "version" => canary with { Version = member.Whole() },
                "percent" => canary with { Percent = member.Number() },
                "tenants" => canary with { Tenants = member.Names() },
                "bounds" => canary with { Bounds = Bounds(member) },
                _ => member.Unknown(canary),
            };
        }

        place.Demands("name", "percent", "bounds");
        return canary;
    }

    private static CanaryBounds Bounds(JsonPlace place)
    {
        var bounds = new CanaryBounds(null, null, null, 1);
        foreach (var member in place.Members("maxFailureRate, maxFirstTokenSeconds, maxMeanCostUsd and minRequests"))
        {
            bounds = member.Name switch
            {
                "maxFailureRate" => bounds with { MaxFailureRate = member.Number() },
                "maxFirstTokenSeconds" => bounds with { MaxFirstToken = member.Seconds() },
                "maxMeanCostUsd" => bounds with { MaxMeanCostUsd = member.Money() },
                "minRequests" => bounds with { MinRequests = member.Whole() },
                _ => member.Unknown(bounds),
            };
        }

        place.Demands("minRequests");
        return bounds;
    }

    private static ImmutableSortedDictionary<string, T> ByName<T>(JsonPlace place, Func<JsonPlace, T> read) =>
        place.Members(null).ToImmutableSortedDictionary(static member => member.Name, read, StringComparer.Ordinal);
}
