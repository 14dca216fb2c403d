using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Routing;
using Orchestration.Routing.Planning;
using static Orchestration.Core.Tests.Routing.Planning.RoutingKit;

namespace Orchestration.Core.Tests.Routing.Planning;

public sealed class EnvelopeTests
{
    private static readonly ModelProfile Plain = new() { Capabilities = ModelCapabilities.Streaming };
    private static readonly ModelProfile Able = new() { Capabilities = ModelCapabilities.Tools | ModelCapabilities.StructuredOutput | ModelCapabilities.Images };

    [Fact]
    public void The_cheapest_is_asked_first_and_then_the_next_cheapest()
    {
        var kit = With(new Envelope(), Model("large", 10), Model("small", 1), Model("medium", 3));

        Assert.Equal(["small", "medium", "large"], kit.Asked());
    }

    [Fact]
    public void What_an_answer_takes_counts_for_the_price_as_well()
    {
        var (terse, cheapInput) = (new ModelProfile { Price = Price.PerMillionTokens(2, 2) }, new ModelProfile { Price = Price.PerMillionTokens(1, 10) });
        var kit = With(new Envelope(), ("terse", terse), ("cheap input", cheapInput));

        Assert.Equal(["terse", "cheap input"], kit.Asked());
        Assert.Equal(["cheap input", "terse"], kit.Asked(Request(options: new ChatOptions { MaxOutputTokens = 10 })));
    }

    [Fact]
    public void What_a_model_has_needed_for_the_step_replaces_the_guess()
    {
        var kit = With(new Envelope(), Model("wordy", 1), Model("terse", 2));
        kit.Answers("wordy", 1, outputTokens: 5_000);
        kit.Answers("terse", 1, outputTokens: 100);

        Assert.Equal(["terse", "wordy"], kit.Asked());
    }

    [Fact]
    public void A_model_not_seen_on_the_step_is_expected_to_need_what_the_others_do()
    {
        var kit = With(new Envelope(), Model("seen", 1), Model("unseen", 2));
        kit.Answers("seen", 1, outputTokens: 5_000);

        Assert.Equal(["seen", "unseen"], kit.Asked());
        using var plan = kit.Plan(Request());
        Assert.Equal(0.012m, plan.ChoiceFor(1).ExpectedUsd);
    }

    [Fact]
    public void Items_of_a_list_share_what_is_learnt_of_their_step()
    {
        var kit = With(new Envelope(), Model("a", 1));
        kit.Answers("a", 1, outputTokens: 2_000, step: "draft[7]");

        using var plan = kit.Plan(Request());

        Assert.Equal(0.003m, plan.ChoiceFor(0).ExpectedUsd);
    }

    [Fact]
    public void A_model_above_the_ceiling_is_never_asked()
    {
        var kit = With(new Envelope { MaxCostUsd = 0.002m }, Model("small", 1), Model("large", 10));

        using var plan = kit.Plan(Request());

        Assert.Equal(["small"], NamesIn(plan));
        Assert.Equal([new PassedOver("large", PassOverReason.AboveCostCeiling, "0.015 USD, ceiling 0.002 USD")], plan.ChoiceFor(0).PassedOver);
    }

    [Fact]
    public void An_unknown_price_comes_last_and_meets_no_ceiling()
    {
        var models = new[] { Model("unknown", null), Model("large", 10) };

        Assert.Equal(["large", "unknown"], With(new Envelope(), models).Asked());
        Assert.Equal(["large"], With(new Envelope { MaxCostUsd = 1 }, models).Asked());
    }

    [Fact]
    public void The_price_is_that_of_the_day()
    {
        var rising = new ModelProfile { Prices = [Price.PerMillionTokens(1, 1), Price.PerMillionTokens(5, 5) with { EffectiveFrom = new DateOnly(2026, 1, 2) }] };
        var kit = With(new Envelope(), ("rising", rising), Model("steady", 3));

        Assert.Equal("rising", kit.Asked()[0]);
        kit.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("steady", kit.Asked()[0]);
    }

    [Fact]
    public void A_long_prompt_is_priced_by_its_tier()
    {
        var tiered = new ModelProfile { Price = Price.PerMillionTokens(1, 1) with { LongContext = [new LongContextTier { AboveInputTokens = 999, InputUsdPerMillion = 5, OutputUsdPerMillion = 5 }] } };

        Assert.Equal(["steady", "tiered"], With(new Envelope(), ("tiered", tiered), Model("steady", 3)).Asked());
    }

    [Fact]
    public void Quality_is_the_score_on_the_step_or_else_that_of_the_profile()
    {
        var kit = With(new Envelope { MinQuality = 0.8 }, Model("a", 1, new() { Quality = 0.9 }), Model("b", 2, new() { Quality = 0.5 }), Model("c", 3));

        Assert.Equal(["a"], kit.Asked());
        kit.Quality.Set("article", "draft", "a", 0.7);
        kit.Quality.Set("article", "draft", "b", 0.8);
        kit.Quality.Set("article", "other", "c", 1);

        using var plan = kit.Plan(Request());
        Assert.Equal(["b"], NamesIn(plan));
        Assert.Equal(0.8, plan.ChoiceFor(0).Quality);
        Assert.Equal(
            [new PassedOver("a", PassOverReason.BelowQualityFloor, "0.7, floor 0.8"), new PassedOver("c", PassOverReason.QualityUnknown, "floor 0.8")], plan.ChoiceFor(0).PassedOver);
    }

    public static TheoryData<ChatOptions, ChatMessage, ModelCapabilities> Needs => new()
    {
        { new ChatOptions { Tools = [AIFunctionFactory.Create(static () => 1, "one")] }, new ChatMessage(ChatRole.User, "x"), ModelCapabilities.Tools },
        { new ChatOptions(), new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")]), ModelCapabilities.Images },
        { new ChatOptions(), new ChatMessage(ChatRole.User, [new UriContent("https://example.org/a.png", "image/png")]), ModelCapabilities.Images },
    };

    [Theory]
    [MemberData(nameof(Needs), DisableDiscoveryEnumeration = true)]
    public void A_model_that_cannot_do_what_the_request_needs_is_not_asked(ChatOptions options, ChatMessage message, ModelCapabilities needed)
    {
        var kit = With(new Envelope(), Model("plain", 1, Plain), Model("able", 2, Able), Model("not known", 3));

        using var plan = kit.Plan(Request(options: options, messages: [message]));

        Assert.Equal(["able", "not known"], NamesIn(plan));
        Assert.Equal(new PassedOver("plain", PassOverReason.LacksCapability, needed.ToString()), plan.ChoiceFor(0).PassedOver[^1]);
    }

    [Fact]
    public void Structured_output_can_be_asked_of_any_model_since_the_instructions_can_show_the_schema()
    {
        var format = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonDocument.Parse("{}").RootElement) };
        using var plan = With(new Envelope(), Model("plain", 1, Plain), Model("able", 2, Able)).Plan(Request(options: format));

        Assert.Equal(["plain", "able"], NamesIn(plan));
    }

    [Fact]
    public void A_request_that_needs_nothing_special_goes_to_any_model() => Assert.Equal(["plain"], With(new Envelope(), Model("plain", 1, Plain)).Asked());

    [Fact]
    public void Prompt_and_answer_must_fit_the_context_window()
    {
        var kit = With(new Envelope(), Model("narrow", 1, new() { ContextWindow = 1_499 }), Model("wide", 2, new() { ContextWindow = 1_500 }));

        using var plan = kit.Plan(Request());

        Assert.Equal(["wide"], NamesIn(plan));
        Assert.Equal([new PassedOver("narrow", PassOverReason.ContextTooLong, "about 1500 tokens, window 1499")], plan.ChoiceFor(0).PassedOver);
        Assert.Empty(kit.Asked(Request(options: new ChatOptions { MaxOutputTokens = 2_000 })));
    }

    [Fact]
    public void The_estimate_of_the_prompt_is_scaled_as_the_model_counts()
    {
        var kit = With(new Envelope(), Model("a", 1, new() { ContextWindow = 1_600 }));
        kit["a"].Statistics.InputScale = 1.2;

        Assert.Empty(kit.Asked());
    }

    [Fact]
    public void Those_that_miss_the_latency_target_come_last_the_fastest_of_them_first()
    {
        var kit = With(new Envelope { FirstToken = TimeSpan.FromSeconds(2) }, Model("slow", 1), Model("slower", 2), Model("fast", 3), Model("not measured", 4));
        kit.Answers("slow", 4);
        kit.Answers("slower", 3);
        kit.Answers("fast", 1);

        using var plan = kit.Plan(Request());

        Assert.Equal(["fast", "not measured", "slower", "slow"], NamesIn(plan));
        Assert.Equal((PassOverReason.TooSlow, true), (plan.ChoiceFor(0).PassedOver[^1].Reason, plan.ChoiceFor(0).PassedOver[^1].Detail!.EndsWith("s, target 2 s", StringComparison.Ordinal)));
        Assert.Equal(1, plan.ChoiceFor(0).FirstToken!.Value.TotalSeconds, 0.05);
    }

    [Fact]
    public void The_time_to_the_end_is_a_target_as_well()
    {
        var kit = With(new Envelope { Total = TimeSpan.FromSeconds(10) }, Model("slow", 1), Model("fast", 3));
        kit.Answers("slow", 1, totalSeconds: 20);

        Assert.Equal(["fast", "slow"], kit.Asked());
    }

    [Fact]
    public void One_slow_answer_does_not_condemn_a_model()
    {
        var kit = With(new Envelope { FirstToken = TimeSpan.FromSeconds(2) }, Model("a", 1), Model("b", 3));

        kit.Answers("a", 4, times: 4);
        Assert.Equal("a", kit.Asked()[0]);
        kit.Answers("a", 4, times: 1);
        Assert.Equal("b", kit.Asked()[0]);
    }

    [Fact]
    public void A_slow_model_is_tried_by_one_call_now_and_then_and_comes_back_when_it_has_become_faster()
    {
        var kit = With(new Envelope { FirstToken = TimeSpan.FromSeconds(2) }, Model("a", 1), Model("b", 3));
        kit.Answers("a", 4, times: 100);

        Assert.Equal("b", kit.Asked()[0]);
        kit.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["a", "b", "b"], [kit.Asked()[0], kit.Asked()[0], kit.Asked()[0]]);

        kit.Answers("a", 4, times: 1);
        Assert.Equal("b", kit.Asked()[0]);
        kit.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["a", "b"], [kit.Asked()[0], kit.Asked()[0]]);

        kit.Answers("a", 1, times: 1);
        Assert.Equal(["a", "a"], [kit.Asked()[0], kit.Asked()[0]]);
    }

    [Fact]
    public void A_wait_that_was_given_up_counts_as_at_least_that_long()
    {
        var kit = With(new Envelope { FirstToken = TimeSpan.FromSeconds(2) }, Model("a", 1), Model("b", 3));

        for (var i = 0; i < 5; i++)
        {
            kit.Router.Observe(kit["a"], "article", "draft", null, TimeSpan.FromSeconds(30), null, succeeded: false);
        }

        Assert.Equal("b", kit.Asked()[0]);
    }

    [Fact]
    public void A_failure_that_came_at_once_does_not_make_a_model_fast()
    {
        var kit = With(new Envelope { FirstToken = TimeSpan.FromSeconds(2) }, Model("a", 1), Model("b", 3));
        kit.Answers("a", 4);

        for (var i = 0; i < 1_000; i++)
        {
            kit.Router.Observe(kit["a"], "article", "draft", null, TimeSpan.FromMilliseconds(1), null, succeeded: false);
        }

        Assert.Equal("b", kit.Asked()[0]);
    }

    [Fact]
    public void When_none_meets_the_envelope_the_reasons_and_the_ways_out_are_named()
    {
        var kit = With(new Envelope { MaxCostUsd = 0.001m, MinQuality = 0.8 }, Model("dear", 10, new() { Quality = 0.9 }), Model("poor", 0, new() { Quality = 0.5 }), Model("free", null, new() { Quality = 1 }));

        using var plan = kit.Plan(Request());

        Assert.Equal(0, plan.Count);
        Assert.Equal("route:r", plan.CacheName);
        Assert.Equal(
            "no model of route 'r' may be asked: 'dear' is expected to cost more than the ceiling (0.015 USD, ceiling 0.001 USD); 'poor' is below the floor of quality (0.5, floor 0.8); "
            + "'free' has no known price, and there is a ceiling (ceiling 0.001 USD). To change that, give the model's profile a Price, or lower MinQuality or add a better model, "
            + "or raise MaxCostUsd, shorten the prompt, set MaxOutputTokens or add a cheaper model.",
            plan.WhyNone());
        var choice = plan.ChoiceFor(-1);
        Assert.Equal("r", choice.Route);
        Assert.Equal([PassOverReason.AboveCostCeiling, PassOverReason.BelowQualityFloor, PassOverReason.PriceUnknown], choice.PassedOver.Select(static passed => passed.Reason));
    }

    [Fact]
    public void A_fallback_is_planned_after_by_its_own_envelope_and_each_model_is_asked_once()
    {
        (string, ModelProfile)[] models = [Model("a", 1), Model("b", 2), Model("c", 10)];
        var kit = new RoutingKit(models, [new("r", RouteKind.Envelope, new Route { Models = ["a", "c"], Envelope = new() { MaxCostUsd = 0.002m } }), new("s", RouteKind.Envelope, new Route { Models = ["c", "b", "a"] })]);

        using var plan = kit.Plan(Request(new StepPolicy { Route = "r", Fallback = Fallback.To("s") }));

        Assert.Equal(["a", "b", "c"], NamesIn(plan));
        Assert.Empty(plan.ChoiceFor(0).PassedOver);
        Assert.Equal("s", plan.ChoiceFor(2).Route);
    }
}
