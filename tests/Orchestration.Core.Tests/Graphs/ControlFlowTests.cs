using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Prompts;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Graphs;

public sealed class ControlFlowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(100)]
    public async Task ForEach_keeps_the_order_of_the_items_and_bounds_how_many_run_at_once(int maxConcurrency)
    {
        var (now, most) = (0, 0);
        var gate = new Lock();
        var random = new Random(maxConcurrency);
        var delays = Enumerable.Range(0, 40).Select(_ => random.Next(1, 5)).ToArray();
        var graph = Graph.Define("each", 1, (GraphBuilder g, Step<int> count) => g.ForEach("items", count, static n => Enumerable.Range(0, n), (inner, item) =>
            inner.Effect("work", item, async (i, _, token) =>
            {
                lock (gate)
                {
                    most = Math.Max(most, ++now);
                }

                await Task.Delay(delays[i], token);
                lock (gate)
                {
                    now--;
                }

                return i * 2;
            }), maxConcurrency));
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var result = await runtime.Orchestrator.RunAsync(graph, 40, cancellationToken: Token);

        Assert.Equal(Enumerable.Range(0, 40).Select(static i => i * 2), result.Value);
        Assert.InRange(most, Math.Min(maxConcurrency, 2), maxConcurrency);
    }

    [Fact]
    public async Task ForEach_works_on_as_many_items_at_once_as_it_may()
    {
        var arrived = 0;
        var everyone = new TaskCompletionSource();
        var graph = Graph.Define("each", 1, (GraphBuilder g, Step<int> count) => g.ForEach("items", count, static n => Enumerable.Range(0, n), (inner, item) =>
            inner.Effect("meet", item, async (i, _, token) =>
            {
                if (Interlocked.Increment(ref arrived) == 5)
                {
                    everyone.SetResult();
                }

                await everyone.Task.WaitAsync(token);
                return i;
            }), maxConcurrency: 5));
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        Assert.Equal([0, 1, 2, 3, 4], (await runtime.Orchestrator.RunAsync(graph, 5, cancellationToken: Token)).Value);
    }

    [Fact]
    public async Task Items_of_pure_code_run_at_once_too()
    {
        using var both = new Barrier(2);
        var graph = Graph.Define("each", 1, (GraphBuilder g, Step<int> count) => g.ForEach("items", count, static n => Enumerable.Range(0, n), (inner, item) =>
            inner.Compute("meet", item, i => both.SignalAndWait(TimeSpan.FromSeconds(10)) ? i : -1)));
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        Assert.Equal([0, 1], (await runtime.Orchestrator.RunAsync(graph, 2, cancellationToken: Token)).Value);
    }

    [Fact]
    public async Task ForEach_without_items_gives_an_empty_list()
    {
        var graph = Graph.Define("each", 1, static (GraphBuilder g, Step<int> count) =>
            g.ForEach("items", count, static n => Enumerable.Range(0, n), static (inner, item) => inner.Ask("ask", item, static i => Prompt.Text($"{i}"))));
        var model = new ScriptedChatClient();
        using var runtime = TestRuntime.With(model);

        Assert.Empty((await runtime.Orchestrator.RunAsync(graph, 0, cancellationToken: Token)).Value);
        Assert.Empty(model.Requests);
    }

    [Fact]
    public async Task ForEach_within_ForEach_has_paths_of_both()
    {
        var graph = Graph.Define("each", 1, static (GraphBuilder g, Step<string> text) => g.ForEach("lines", text, static t => t.Split('\n'), static (line, words) =>
            line.ForEach("words", words, static w => w.Split(' '), static (word, one) => word.Ask("say", one, static o => Prompt.Text(o)))));
        using var runtime = TestRuntime.With(new ScriptedChatClient().Answers(static word => word + "!"));

        var result = await runtime.Orchestrator.RunAsync(graph, "a b\nc", cancellationToken: Token);

        Assert.Equal([["a!", "b!"], ["c!"]], result.Value);
        Assert.Equal(["lines[0]/words[0]/say", "lines[0]/words[1]/say", "lines[1]/words[0]/say"], result.Steps.Select(static step => step.Step).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_defined_graph_serves_as_the_body_of_ForEach_and_is_included_elsewhere()
    {
        var shout = Graph.Define("shout", 1, static (GraphBuilder g, Step<string> input) => g.Ask("ask", input, static t => Prompt.Text(t)));
        var graph = Graph.Define("outer", 1, (GraphBuilder g, Step<string> text) =>
        {
            var once = g.Include("once", text, shout);
            var all = g.ForEach("all", once, static t => t.Split(' '), shout);
            return g.Compute("join", all, static a => string.Join('+', a));
        });
        using var runtime = TestRuntime.With(new ScriptedChatClient().Answers(static t => t.ToUpperInvariant()));

        var result = await runtime.Orchestrator.RunAsync(graph, "a b", cancellationToken: Token);

        Assert.Equal("A+B", result.Value);
        Assert.Equal(["all[0]/ask", "all[1]/ask", "once/ask"], result.Steps.Select(static step => step.Step).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("long enough", "LONG ENOUGH", 1)]
    [InlineData("no", "(skipped)", 0)]
    public async Task When_runs_its_branch_or_yields_a_skipped_value(string input, string expected, int calls)
    {
        var graph = Graph.Define("when", 1, static (GraphBuilder g, Step<string> text) =>
        {
            var extra = g.When("extra", text, static t => t.Length > 3, static (then, t) => then.Ask("ask", t, static x => Prompt.Text(x)));
            return g.Compute("or", extra, static e => e.Taken ? e.Value : "(skipped)");
        });
        var model = new ScriptedChatClient().Answers(static t => t.ToUpperInvariant());
        using var runtime = TestRuntime.With(model);

        Assert.Equal(expected, (await runtime.Orchestrator.RunAsync(graph, input, cancellationToken: Token)).Value);
        Assert.Equal(calls, model.Requests.Count);
    }

    [Theory]
    [InlineData(1, "one")]
    [InlineData(2, "two")]
    [InlineData(9, "many")]
    public async Task Switch_runs_the_branch_of_its_key(int input, string expected)
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Answers(static t => t));

        var events = await runtime.Orchestrator.StreamAsync(Choices, input, cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(expected, Assert.IsType<RunEnded<string>>(events[^1]).Result.Value);
        var taken = input switch { 1 => "pick[1]/one", 2 => "pick[2]/two", _ => "pick[otherwise]/many" };
        Assert.Equal(["pick", taken], events.OfType<StepStarted>().Select(static e => e.Step));
        string[] others = ["pick[1]/one", "pick[2]/two", "pick[otherwise]/many"];
        Assert.Equal(others.Where(path => path != taken), events.OfType<StepEnded>().Where(static e => e.Outcome == StepOutcome.Skipped).Select(static e => e.Step));
    }

    [Fact]
    public async Task A_branch_not_taken_is_told_step_by_step()
    {
        var graph = Graph.Define("when", 1, static (GraphBuilder g, Step<string> text) =>
        {
            var extra = g.When("extra", text, static _ => false, static (then, t) => then.Compute("shout", then.Ask("ask", t, static x => Prompt.Text(x)), static x => x + "!"));
            return g.Compute("or", extra, static e => e.Or("nothing"));
        });
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var events = await runtime.Orchestrator.StreamAsync(graph, "x", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(
            [("extra[then]/ask", StepKind.Ask, StepOutcome.Skipped), ("extra[then]/shout", StepKind.Compute, StepOutcome.Skipped), ("extra", StepKind.When, StepOutcome.New), ("or", StepKind.Compute, StepOutcome.New)],
            events.OfType<StepEnded>().Select(static e => (e.Step, e.Kind, e.Outcome)));
    }

    [Theory]
    [InlineData(true, "yes")]
    [InlineData(false, "no")]
    public async Task When_of_two_branches_runs_one_of_them(bool input, string expected)
    {
        var graph = Graph.Define("when", 1, static (GraphBuilder g, Step<bool> flag) => g.When(
            "which", flag, static f => f, static (then, f) => then.Compute("a", f, static _ => "yes"), static (otherwise, f) => otherwise.Compute("b", f, static _ => "no")));
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        Assert.Equal(expected, (await runtime.Orchestrator.RunAsync(graph, input, cancellationToken: Token)).Value);
    }

    [Fact]
    public void A_skipped_value_does_not_pretend_to_be_one()
    {
        Assert.False(Optional<int>.Skipped.Taken);
        Assert.Equal(7, Optional<int>.Skipped.Or(7));
        Assert.Contains("was not taken", Assert.Throws<InvalidOperationException>(static () => Optional<int>.Skipped.Value).Message);
    }

    private static readonly Graph<int, string> Choices = Graph.Define("choices", 1, static (GraphBuilder g, Step<int> number) => g.Switch("pick", number, static n => n)
        .Case(1, static (inner, n) => inner.Ask("one", n, static _ => Prompt.Text("one")))
        .Case(2, static (inner, n) => inner.Ask("two", n, static _ => Prompt.Text("two")))
        .Otherwise(static (inner, n) => inner.Ask("many", n, static _ => Prompt.Text("many"))));
}
