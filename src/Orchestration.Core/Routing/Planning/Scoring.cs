using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Routing.Planning;

/// <summary>Judges the candidates of one request.</summary>
internal ref struct Scoring
{
    // What an answer takes when no answer has been seen on the step: that of a page.
    private const double UnseenOutput = 500;

    // A tail is measured coarsely: it only tells how much of the prompt is not in a provider's cache.
    private const int CharactersPerToken = 3;

    private readonly RoutingRequest _request;
    private readonly QualityScores _quality;
    private readonly StepKey _step;
    private readonly TimeSpan _now;
    private readonly long _utcTicks;
    private readonly ModelCapabilities _needs;
    private readonly double _output;
    private readonly double _cached;
    private readonly WarmEndpoints _warm;

    public Scoring(in RoutingRequest request, StepKey step, QualityScores quality, WarmPrefixes warm, TimeSpan now, long utcTicks)
    {
        (_request, _step, _quality, _now, _utcTicks) = (request, step, quality, now, utcTicks);
        _needs = NeedsOf(request.Messages, request.Options);
        _output = step.Output.Value is var known && double.IsNaN(known) ? UnseenOutput : known;
        var prefixes = request.Prefixes;
        if (warm.Find(prefixes, out _warm) is var place && place >= 0)
        {
            _cached = Math.Max(0, request.EstimatedInputTokens - TokensAfter(request.Messages, request.Messages.Count - prefixes.Count + place));
        }
    }

    public readonly ScoredModel Score(ResolvedRoute route, in RouteCandidate candidate, bool anyTier = false)
    {
        var (model, statistics) = (candidate.Model, candidate.Model.Statistics);
        var figures = statistics.Of(_step);
        var input = _request.EstimatedInputTokens * statistics.InputScale;
        var output = OutputOf(model.Profile, figures.Output.Value);
        var recency = _warm.IndexOf(model);
        var warm = recency >= 0;
        var scored = new ScoredModel
        {
            Model = model,
            Route = route,
            CostNano = model.Rates.Expected(_utcTicks, input, warm ? _cached * statistics.InputScale : 0, output),
            Quality = figures.QualityBy(_quality, _step, model),
            Tokens = (long)(input + (_request.Options.MaxOutputTokens ?? output)),
            FirstTokenTicks = statistics.FirstToken.Ticks,
            TotalTicks = statistics.Total.Ticks,
            TiersAbove = anyTier ? 0 : TiersAbove(candidate.Tiers),
            Warmth = warm ? int.MaxValue - recency : 0,
        };
        scored.Missing = model.Profile.Capabilities is { } able ? _needs & ~able : ModelCapabilities.None;
        scored.Barred = Bar(in scored, candidate.IsDenied);
        if (scored.Barred is null)
        {
            scored.Lateness = Math.Max(Late(statistics.FirstToken, route.FirstTokenTicks), Late(statistics.Total, route.TotalTicks));
        }

        return scored;
    }

    private static PassOverReason? Bar(in ScoredModel model, bool isDenied) => model switch
    {
        _ when isDenied => PassOverReason.Denied,

        // A route without an envelope asks its models as they are listed, whatever they cost or can do.
        { Route.Kind: not RouteKind.Envelope } => null,
        { TiersAbove: < 0 } => PassOverReason.OtherTier,
        { Missing: not ModelCapabilities.None } => PassOverReason.LacksCapability,
        _ when model.Tokens > model.Model.Profile.ContextWindow => PassOverReason.ContextTooLong,
        _ when model.Quality < model.Route.MinQuality => PassOverReason.BelowQualityFloor,
        _ when double.IsNaN(model.Quality) && !double.IsNaN(model.Route.MinQuality) => PassOverReason.QualityUnknown,
        _ when model.CostNano > model.Route.MaxCostNano => PassOverReason.AboveCostCeiling,
        _ when double.IsNaN(model.CostNano) && double.IsFinite(model.Route.MaxCostNano) => PassOverReason.PriceUnknown,
        _ => null,
    };

    private readonly double OutputOf(ModelProfile profile, double own)
    {
        var output = double.IsNaN(own) ? _output : own;
        return Math.Min(output, Math.Min(_request.Options.MaxOutputTokens ?? double.PositiveInfinity, profile.MaxOutputTokens ?? double.PositiveInfinity));
    }

    // 0 for the tier of the request's class, 1 and 2 for those above, less for those below.
    private readonly int TiersAbove(int tiers)
    {
        if (_request.Class is not { } requestClass)
        {
            return 0;
        }

        var above = tiers >> (int)requestClass;
        return above == 0 ? -1 : int.TrailingZeroCount(above);
    }

    private readonly double Late(LiveLatency latency, long target) =>
        latency.Ticks is var ticks && ticks > target && !latency.TakesProbe(_now) ? (double)ticks / target : 0;

    private static ModelCapabilities NeedsOf(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        // Structured output is no need: a model without it is shown the schema in its instructions.
        var needs = options.Tools is { Count: > 0 } ? ModelCapabilities.Tools : ModelCapabilities.None;
        for (var i = 0; i < messages.Count; i++)
        {
            var contents = messages[i].Contents;
            for (var j = 0; j < contents.Count; j++)
            {
                if (contents[j] is DataContent data ? data.HasTopLevelMediaType("image") : contents[j] is UriContent uri && uri.HasTopLevelMediaType("image"))
                {
                    return needs | ModelCapabilities.Images;
                }
            }
        }

        return needs;
    }

    private static long TokensAfter(IReadOnlyList<ChatMessage> messages, int last)
    {
        long tokens = 0;
        for (var i = last + 1; i < messages.Count; i++)
        {
            tokens += TokenEstimate.PerMessage;
            var contents = messages[i].Contents;
            for (var j = 0; j < contents.Count; j++)
            {
                tokens += contents[j] is TextContent text ? (text.Text.Length / CharactersPerToken) + 1 : TokenEstimate.PerImage;
            }
        }

        return tokens;
    }
}
