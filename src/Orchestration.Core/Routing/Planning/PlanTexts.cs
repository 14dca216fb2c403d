using System.Collections.Immutable;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Routing.Planning;

/// <summary>What a plan says for the audit record and for people. Made only when somebody reads it.</summary>
internal static class PlanTexts
{
    // An enum's name is a new string each time.
    private static readonly ImmutableArray<string> ClassNames = ["simple", "moderate", "complex"];

    public static RoutingChoice Choice(
        ReadOnlySpan<ScoredModel> asked, ReadOnlySpan<ScoredModel> barred, CallRoutes routes, RequestClass? requestClass, int place, ImmutableArray<PassedOver> before)
    {
        var passedOver = ImmutableArray.CreateBuilder<PassedOver>();
        passedOver.AddRange(before);
        for (var i = place + 1; place >= 0 && i < asked.Length; i++)
        {
            if (Later(in asked[place], in asked[i]) is { } later)
            {
                passedOver.Add(later);
            }
        }

        for (var i = 0; i < barred.Length; i++)
        {
            if (!IsAmong(asked, barred[i].Model) && !IsAmong(barred[..i], barred[i].Model))
            {
                passedOver.Add(new PassedOver(barred[i].Model.Name, barred[i].Barred!.Value, Detail(in barred[i])));
            }
        }

        var choice = new RoutingChoice
        {
            Route = place >= 0 ? asked[place].Route.Name : routes.Routes is [var own, ..] ? own.Name : null,
            Class = requestClass is { } known ? ClassNames[(int)known] : null,
            PassedOver = passedOver.DrainToImmutable(),
        };
        return place < 0 ? choice : choice with
        {
            ExpectedUsd = Usd(asked[place].CostNano),
            FirstToken = asked[place].FirstTokenTicks is var ticks && ticks > 0 ? TimeSpan.FromTicks(ticks) : null,
            Quality = double.IsNaN(asked[place].Quality) ? null : asked[place].Quality,
            Canary = asked[place].Canary?.Name,
        };
    }

    public static string WhyNone(ReadOnlySpan<ScoredModel> barred, CallRoutes routes)
    {
        var reasons = new List<string>();
        var fixes = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < barred.Length; i++)
        {
            if (!IsAmong(barred[..i], barred[i].Model))
            {
                var detail = Detail(in barred[i]);
                reasons.Add($"'{barred[i].Model.Name}' {Words(barred[i].Barred!.Value)}{(detail is null ? string.Empty : $" ({detail})")}");
                fixes.Add(Fix(barred[i].Barred!.Value));
            }
        }

        reasons.AddRange(routes.Missing.Select(static name => $"'{name}' is not registered any more"));
        if (routes.Missing.Length > 0)
        {
            fixes.Add("add it again or name another route");
        }

        var names = string.Join(", ", routes.Routes.Select(static route => route.Name is null ? "the default route" : $"route '{route.Name}'").DefaultIfEmpty("the policy"));
        return $"no model of {names} may be asked: {string.Join("; ", reasons)}. To change that, {string.Join(", or ", fixes)}.";
    }

    // A model that a fallback's envelope lets in is asked after all; one that two routes bar is named once.
    private static bool IsAmong(ReadOnlySpan<ScoredModel> models, RegisteredModel model)
    {
        foreach (ref readonly var other in models)
        {
            if (ReferenceEquals(other.Model, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Why a model that may be asked comes after the chosen one; <see langword="null"/> where it is by the order in which they were listed.</summary>
    private static PassedOver? Later(in ScoredModel chosen, in ScoredModel other)
    {
        if (chosen.Canary is not null || chosen.Route != other.Route || chosen.Route.Kind == RouteKind.InOrder)
        {
            return null;
        }

        var name = other.Model.Name;
        return chosen.Route.Kind == RouteKind.Spread ? new PassedOver(name, PassOverReason.NotInTurn)
            : other.TiersAbove != chosen.TiersAbove ? new PassedOver(name, PassOverReason.OtherTier)
            : other.IsLate ? new PassedOver(name, PassOverReason.TooSlow, Latency(in other))
            : Ranking.AreEqual(in chosen, in other) && Ranking.AreEqual(in other, in chosen) ? new PassedOver(name, PassOverReason.NotInTurn)
            : double.IsNaN(other.CostNano) ? new PassedOver(name, PassOverReason.PriceUnknown)
            : new PassedOver(name, PassOverReason.Dearer, $"{Text(other.CostNano)} against {Text(chosen.CostNano)}");
    }

    private static string? Detail(in ScoredModel model) => model.Barred switch
    {
        PassOverReason.AboveCostCeiling => $"{Text(model.CostNano)}, ceiling {Text(model.Route.MaxCostNano)}",
        PassOverReason.BelowQualityFloor => Invariant($"{model.Quality:0.###}, floor {model.Route.MinQuality:0.###}"),
        PassOverReason.QualityUnknown => Invariant($"floor {model.Route.MinQuality:0.###}"),
        PassOverReason.PriceUnknown => $"ceiling {Text(model.Route.MaxCostNano)}",
        PassOverReason.LacksCapability => model.Missing.ToString(),
        PassOverReason.ContextTooLong => Invariant($"about {model.Tokens} tokens, window {model.Model.Profile.ContextWindow}"),
        _ => null,
    };

    private static string Latency(in ScoredModel model) =>
        model.FirstTokenTicks > model.Route.FirstTokenTicks
            ? Invariant($"first token {Seconds(model.FirstTokenTicks):0.###} s, target {Seconds(model.Route.FirstTokenTicks):0.###} s")
            : Invariant($"total {Seconds(model.TotalTicks):0.###} s, target {Seconds(model.Route.TotalTicks):0.###} s");

    private static string Words(PassOverReason reason) => reason switch
    {
        PassOverReason.AboveCostCeiling => "is expected to cost more than the ceiling",
        PassOverReason.PriceUnknown => "has no known price, and there is a ceiling",
        PassOverReason.BelowQualityFloor => "is below the floor of quality",
        PassOverReason.QualityUnknown => "has no known quality on this step, and there is a floor",
        PassOverReason.LacksCapability => "lacks what the request needs",
        PassOverReason.ContextTooLong => "has too small a context window",
        PassOverReason.Denied => "is denied by the tenant's routing policy",
        _ => "is of an easier tier than the request",
    };

    private static string Fix(PassOverReason reason) => reason switch
    {
        PassOverReason.AboveCostCeiling => "raise MaxCostUsd, shorten the prompt, set MaxOutputTokens or add a cheaper model",
        PassOverReason.PriceUnknown => "give the model's profile a Price",
        PassOverReason.BelowQualityFloor => "lower MinQuality or add a better model",
        PassOverReason.QualityUnknown => "score the model on the step by an eval or set Quality in its profile",
        PassOverReason.LacksCapability => "add a model that can, or correct the profile's Capabilities",
        PassOverReason.ContextTooLong => "shorten the prompt or add a model with a larger window",
        PassOverReason.Denied => "allow the model in the routing policy",
        _ => "add a model to the tier",
    };

    private static decimal? Usd(double nano) => double.IsNaN(nano) || nano > long.MaxValue ? null : new NanoUsd((long)Math.Round(nano)).ToUsd();

    private static string Text(double nano) => Invariant($"{nano / NanoUsd.PerUsd:0.#########} USD");

    private static double Seconds(long ticks) => TimeSpan.FromTicks(ticks).TotalSeconds;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
