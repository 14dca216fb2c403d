using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Prompts;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Graphs;

public sealed class VerbTests
{
    private static readonly string[] Expected = ["1", "12", "123", "1234", "12345", "123456", "1234567", "12345678", "87654321"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Compute_gets_one_to_eight_values_or_a_list_in_the_order_of_the_handles()
    {
        var graph = Graph.Define("arities", 1, static (GraphBuilder g, Step<int> input) =>
        {
            var s = Digits(g, input);
            return g.Compute("all", (IReadOnlyList<Step<string>>)
            [
                g.Compute("c1", s[0], static a => a),
                g.Compute("c2", s[0], s[1], static (a, b) => a + b),
                g.Compute("c3", s[0], s[1], s[2], static (a, b, c) => a + b + c),
                g.Compute("c4", s[0], s[1], s[2], s[3], static (a, b, c, d) => a + b + c + d),
                g.Compute("c5", s[0], s[1], s[2], s[3], s[4], static (a, b, c, d, e) => a + b + c + d + e),
                g.Compute("c6", s[0], s[1], s[2], s[3], s[4], s[5], static (a, b, c, d, e, f) => a + b + c + d + e + f),
                g.Compute("c7", s[0], s[1], s[2], s[3], s[4], s[5], s[6], static (a, b, c, d, e, f, h) => a + b + c + d + e + f + h),
                g.Compute("c8", s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], static (a, b, c, d, e, f, h, i) => a + b + c + d + e + f + h + i),
                g.Compute("cn", (IReadOnlyList<Step<string>>)[.. s.Reverse()], string.Concat),
            ], static values => values);
        });
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var result = await runtime.Orchestrator.RunAsync(graph, 0, cancellationToken: Token);

        Assert.Equal(Expected, result.Value);
    }

    [Fact]
    public async Task Ask_gets_one_to_eight_values_or_a_list_in_the_order_of_the_handles()
    {
        var graph = Graph.Define("arities", 1, static (GraphBuilder g, Step<int> input) =>
        {
            var s = Digits(g, input);
            return g.Compute("all", (IReadOnlyList<Step<string>>)
            [
                g.Ask("a1", s[0], static a => Prompt.Text($"{a}")),
                g.Ask("a2", s[0], s[1], static (a, b) => Prompt.Text($"{a}{b}")),
                g.Ask("a3", s[0], s[1], s[2], static (a, b, c) => Prompt.Text($"{a}{b}{c}")),
                g.Ask("a4", s[0], s[1], s[2], s[3], static (a, b, c, d) => Prompt.Text($"{a}{b}{c}{d}")),
                g.Ask("a5", s[0], s[1], s[2], s[3], s[4], static (a, b, c, d, e) => Prompt.Text($"{a}{b}{c}{d}{e}")),
                g.Ask("a6", s[0], s[1], s[2], s[3], s[4], s[5], static (a, b, c, d, e, f) => Prompt.Text($"{a}{b}{c}{d}{e}{f}")),
                g.Ask("a7", s[0], s[1], s[2], s[3], s[4], s[5], s[6], static (a, b, c, d, e, f, h) => Prompt.Text($"{a}{b}{c}{d}{e}{f}{h}")),
                g.Ask("a8", s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], static (a, b, c, d, e, f, h, i) => Prompt.Text($"{a}{b}{c}{d}{e}{f}{h}{i}")),
                g.Ask("an", (IReadOnlyList<Step<string>>)[.. s.Reverse()], static values => Prompt.Text(string.Concat(values))),
            ], static values => values);
        });
        using var runtime = TestRuntime.With(new ScriptedChatClient().Answers(static text => text));

        var result = await runtime.Orchestrator.RunAsync(graph, 0, cancellationToken: Token);

        Assert.Equal(Expected, result.Value);
    }

    [Fact]
    public async Task Effect_gets_one_to_eight_values_or_a_list_in_the_order_of_the_handles()
    {
        var graph = Graph.Define("arities", 1, static (GraphBuilder g, Step<int> input) =>
        {
            var s = Digits(g, input);
            return g.Compute("all", (IReadOnlyList<Step<string>>)
            [
                g.Effect("e1", s[0], static (a, _, _) => Of(a)),
                g.Effect("e2", s[0], s[1], static (a, b, _, _) => Of(a, b)),
                g.Effect("e3", s[0], s[1], s[2], static (a, b, c, _, _) => Of(a, b, c)),
                g.Effect("e4", s[0], s[1], s[2], s[3], static (a, b, c, d, _, _) => Of(a, b, c, d)),
                g.Effect("e5", s[0], s[1], s[2], s[3], s[4], static (a, b, c, d, e, _, _) => Of(a, b, c, d, e)),
                g.Effect("e6", s[0], s[1], s[2], s[3], s[4], s[5], static (a, b, c, d, e, f, _, _) => Of(a, b, c, d, e, f)),
                g.Effect("e7", s[0], s[1], s[2], s[3], s[4], s[5], s[6], static (a, b, c, d, e, f, h, _, _) => Of(a, b, c, d, e, f, h)),
                g.Effect("e8", s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], static (a, b, c, d, e, f, h, i, _, _) => Of(a, b, c, d, e, f, h, i)),
                g.Effect("en", (IReadOnlyList<Step<string>>)[.. s.Reverse()], static (values, _, _) => Of([.. values])),
            ], static values => values);
        });
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var result = await runtime.Orchestrator.RunAsync(graph, 0, cancellationToken: Token);

        Assert.Equal(Expected, result.Value);
    }

    private static Step<string>[] Digits(GraphBuilder g, Step<int> input) =>
        [.. Enumerable.Range(1, 8).Select(digit => g.Compute($"s{digit}", input, zero => $"{zero + digit}"))];

    private static ValueTask<string> Of(params string[] values) => ValueTask.FromResult(string.Concat(values));
}
