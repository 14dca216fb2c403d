using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Core.Tests.Graphs;

public sealed class GraphDefinitionTests
{
    public static TheoryData<string, StepPolicy> ImpossiblePolicies => new()
    {
        { "MaxAttempts is 0", new StepPolicy { MaxAttempts = 0 } },
        { "Route is empty", new StepPolicy { Route = "" } },
        { "Retry.MaxAttempts is -1", new StepPolicy { Retry = new() { MaxAttempts = -1 } } },
        { "delay of Retry is negative", new StepPolicy { Retry = new() { BaseDelay = TimeSpan.FromSeconds(-1) } } },
        { "delay of Retry is negative", new StepPolicy { Retry = new() { MaxDelay = TimeSpan.FromSeconds(-1) } } },
        { "delay of Retry is negative", new StepPolicy { Retry = new() { RetryAfterCap = TimeSpan.FromSeconds(-1) } } },
        { "timeout is not positive", new StepPolicy { Timeout = TimeSpan.Zero } },
        { "timeout is not positive", new StepPolicy { Timeout = new() { FirstToken = TimeSpan.FromSeconds(-1) } } },
        { "timeout is not positive", new StepPolicy { Timeout = new() { Idle = TimeSpan.Zero } } },
        { "timeout is not positive", new StepPolicy { Timeout = new() { Attempt = TimeSpan.Zero } } },
        { "Budget.MaxUsd is -0.5", new StepPolicy { Budget = Budget.Usd(-0.5m) } },
        { "Budget.MaxUsd is 0", new StepPolicy { Budget = Budget.Usd(0) } },
        { "Budget.MaxTokens is -1", new StepPolicy { Budget = Budget.Tokens(-1) } },
        { "the Budget caps nothing", new StepPolicy { Budget = new() } },
        { "UnknownPrice.Flat is -1", new StepPolicy { Budget = Budget.Usd(1) with { UnknownPrice = UnknownPrice.Flat(-1) } } },
        { "UnknownPrice.Flat", new StepPolicy { Budget = Budget.Usd(1) with { UnknownPrice = UnknownPrice.Flat(0.0000000001m) } } },
        { "Fallback names an empty route", new StepPolicy { Fallback = Fallback.To("a", "") } },
        { "Cache.TimeToLive is not positive", new StepPolicy { Cache = CachePolicy.For(TimeSpan.Zero) } },
    };

    [Theory]
    [MemberData(nameof(ImpossiblePolicies), DisableDiscoveryEnumeration = true)]
    public void A_policy_that_cannot_hold_is_refused(string fault, StepPolicy policy)
    {
        var refusal = Refused((g, input) => g.Ask("ask", input, static text => Prompt.Text(text), policy));

        Assert.Equal("ask", refusal.Step);
        Assert.StartsWith("Graph 'story', step 'ask': the policy cannot hold: ", refusal.Message);
        Assert.Contains(fault, refusal.Message);
    }

    [Fact]
    public void A_policy_of_an_effect_that_cannot_hold_is_refused()
    {
        var refusal = Refused((g, input) => g.Effect("look", input, static (text, _, _) => ValueTask.FromResult(text), new StepPolicy { MaxAttempts = 0 }));

        Assert.Contains("MaxAttempts is 0; a call takes at least 1 attempt", refusal.Message);
    }

    [Fact]
    public void Two_steps_of_one_name_are_refused()
    {
        var refusal = Refused(static (g, input) => g.Compute("twice", g.Compute("twice", input, static text => text), static text => text));

        Assert.Equal("twice", refusal.Step);
        Assert.StartsWith("Graph 'story', step 'twice': another step has this name.", refusal.Message);
        Assert.Contains("give each step its own", refusal.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void A_step_without_a_name_is_refused(string? name)
    {
        var refusal = Refused((g, input) => g.Compute(name!, g.Compute("first", input, static text => text), static text => text));

        Assert.Null(refusal.Step);
        Assert.StartsWith("Graph 'story': step 2 has no name. A name is required", refusal.Message);
    }

    [Fact]
    public void A_step_named_as_the_input_is_refused()
    {
        var refusal = Refused(static (g, input) => g.Compute("input", input, static text => text));

        Assert.Equal("Graph 'story', step 'input': 'input' is the name of the graph's input. Give the step another name.", refusal.Message);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a[0]")]
    [InlineData("]")]
    public void A_name_that_would_be_taken_for_a_path_is_refused(string name)
    {
        var refusal = Refused((g, input) => g.Compute(name, input, static text => text));

        Assert.StartsWith($"Graph 'story', step '{name}': the name contains", refusal.Message);
        Assert.Contains("Use a hyphen", refusal.Message);
    }

    [Fact]
    public void A_handle_of_another_graph_is_refused()
    {
        Step<string>? stolen = null;
        Graph.Define("other", 1, (GraphBuilder g, Step<string> input) => stolen = g.Compute("mine", input, static text => text));

        var refusal = Refused((g, _) => g.Compute("use", stolen!, static text => text));

        Assert.StartsWith("Graph 'story', step 'use': 'mine' is a handle of graph 'other'.", refusal.Message);
        Assert.Contains("pass the value in", refusal.Message);
    }

    [Fact]
    public void A_handle_of_the_outer_graph_is_refused_within_an_inner_one()
    {
        var refusal = Refused(static (g, input) => g.When(
            "maybe", input, static _ => true, (inner, item) => inner.Compute("both", item, input, static (a, b) => a + b), static (inner, item) => inner.Compute("one", item, static a => a)));

        Assert.StartsWith("Graph 'story/maybe', step 'both': 'input' is a handle of graph 'story'.", refusal.Message);
    }

    [Fact]
    public void A_foreign_handle_as_the_output_is_refused()
    {
        Step<string>? stolen = null;
        Graph.Define("other", 1, (GraphBuilder g, Step<string> input) => stolen = g.Compute("mine", input, static text => text));

        Assert.Contains("'mine' is a handle of graph 'other'", Refused((_, _) => stolen!).Message);
    }

    [Fact]
    public void A_foreign_handle_is_refused_by_every_verb_that_takes_one()
    {
        Step<string> stolen = null!;
        Graph.Define("other", 1, (GraphBuilder g, Step<string> input) => stolen = g.Compute("mine", input, static text => text));
        var echo = Graph.Define("echo", 1, static (GraphBuilder g, Step<string> input) => g.Compute("same", input, static text => text));
        Func<GraphBuilder, Step<string>, object>[] verbs =
        [
            (g, _) => g.Ask("x", stolen, static text => Prompt.Text(text)),
            (g, own) => g.Ask("x", [own, stolen], static texts => Prompt.Text(texts[0])),
            (g, _) => g.Effect("x", stolen, static (text, _, _) => ValueTask.FromResult(text)),
            (g, _) => g.Include("x", stolen, echo),
            (g, _) => g.ForEach("x", stolen, static text => text.Split(','), echo),
            (g, _) => g.When("x", stolen, static _ => true, static (inner, item) => inner.Compute("y", item, static text => text)),
            (g, _) => g.Switch("x", stolen, static text => text.Length),
        ];

        Assert.All(verbs, verb => Assert.Contains("step 'x': 'mine' is a handle of graph 'other'", Refused((g, own) =>
        {
            verb(g, own);
            return own;
        }).Message));
    }

    [Fact]
    public void A_step_that_nothing_uses_is_refused()
    {
        var refusal = Refused(static (g, input) =>
        {
            g.Ask("forgotten", input, static text => Prompt.Text(text));
            return g.Compute("result", input, static text => text);
        });

        Assert.Equal("forgotten", refusal.Step);
        Assert.Contains("nothing uses this step's output", refusal.Message);
        Assert.Contains("or remove it", refusal.Message);
    }

    [Fact]
    public void An_unused_step_within_a_branch_is_refused()
    {
        var refusal = Refused(static (g, input) => g.Include("part", input, Graph.Define("inner", 1, static (GraphBuilder inner, Step<string> item) =>
        {
            inner.Compute("forgotten", item, static text => text);
            return item;
        })));

        Assert.StartsWith("Graph 'inner', step 'forgotten': nothing uses", refusal.Message);
    }

    [Fact]
    public void A_switch_that_is_never_ended_is_refused()
    {
        var refusal = Refused(static (g, input) =>
        {
            g.Switch("tone", input, static text => text.Length).Case(1, static (inner, item) => inner.Compute("one", item, static text => text));
            return input;
        });

        Assert.StartsWith("Graph 'story', step 'tone': ", refusal.Message);
        Assert.Contains("Otherwise", refusal.Message);
    }

    [Fact]
    public void A_definition_that_returns_null_is_refused()
    {
        var refusal = Refused(static (_, _) => null!);

        Assert.Equal("Graph 'story': the definition returns null; return the handle of the output.", refusal.Message);
    }

    [Fact]
    public void An_input_that_is_null_is_refused()
    {
        var refusal = Refused(static (g, _) => g.Compute("none", (Step<string>)null!, static text => text));

        Assert.Equal("Graph 'story', step 'none': an input is null.", refusal.Message);
    }

    [Fact]
    public void A_list_without_inputs_is_refused()
    {
        Assert.Contains("step 'empty': the list of inputs is empty", Refused(static (g, _) => g.Compute("empty", (IReadOnlyList<Step<string>>)[], static texts => texts[0])).Message);
        Assert.Contains("step 'empty': the list of inputs is empty", Refused(static (g, _) => g.Ask("empty", (IReadOnlyList<Step<string>>)[], static texts => Prompt.Text(texts[0]))).Message);
    }

    [Fact]
    public void A_builder_used_after_the_definition_is_refused()
    {
        GraphBuilder? kept = null;
        Step<string>? handle = null;
        Graph.Define("story", 1, (GraphBuilder g, Step<string> input) =>
        {
            (kept, handle) = (g, input);
            return input;
        });

        var refusal = Assert.Throws<GraphDefinitionException>(() => kept!.Compute("late", handle!, static text => text));

        Assert.StartsWith("Graph 'story', step 'late': the definition has ended", refusal.Message);
    }

    [Fact]
    public void No_item_at_a_time_is_refused()
    {
        var refusal = Refused(static (g, input) => g.Compute(
            "first", g.ForEach("each", input, static text => text.Split(','), static (inner, item) => inner.Compute("same", item, static text => text), maxConcurrency: 0), static texts => texts[0]));

        Assert.Equal("Graph 'story', step 'each': maxConcurrency is 0; at least 1 item must be worked on at a time.", refusal.Message);
    }

    [Fact]
    public void A_case_that_stands_twice_is_refused()
    {
        var refusal = Refused(static (g, input) => g.Switch("tone", input, static text => text.Length)
            .Case(1, static (inner, item) => inner.Compute("one", item, static text => text))
            .Case(1, static (inner, item) => inner.Compute("uno", item, static text => text))
            .Otherwise(static (inner, item) => inner.Compute("any", item, static text => text)));

        Assert.Equal("Graph 'story', step 'tone': the case '1' stands twice. Remove one.", refusal.Message);
    }

    [Fact]
    public void A_case_whose_name_is_taken_by_the_last_branch_is_refused()
    {
        var refusal = Refused(static (g, input) => g.Switch("tone", input, static text => text)
            .Case("otherwise", static (inner, item) => inner.Compute("one", item, static text => text))
            .Otherwise(static (inner, item) => inner.Compute("any", item, static text => text)));

        Assert.StartsWith("Graph 'story', step 'tone': the case 'otherwise'", refusal.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_graph_without_a_name_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => Graph.Define(name, 1, static (GraphBuilder _, Step<string> input) => input));

    [Fact]
    public void A_version_below_one_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => Graph.Define("story", 0, static (GraphBuilder _, Step<string> input) => input));

    [Fact]
    public void Every_refusal_is_of_the_librarys_family() => Assert.IsAssignableFrom<OrchestrationException>(Refused(static (_, _) => null!));

    private static GraphDefinitionException Refused(Func<GraphBuilder, Step<string>, Step<string>> define) =>
        Assert.Throws<GraphDefinitionException>(() => Graph.Define("story", version: 1, define));
}
