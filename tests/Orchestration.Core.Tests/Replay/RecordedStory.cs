using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Replay;

/// <summary>A graph with every kind of step, and what it runs on, with counts of what was asked and done.</summary>
internal sealed class RecordedStory : IDisposable
{
    private int _effects;

    public RecordedStory(IAuditLog? log = null, bool registered = false)
    {
        Graph = Define();
        Runtime = new TestRuntime(builder =>
        {
            builder.AddModel("good", Good, TestRuntime.OneDollarAMillion).AddModel("broken", Broken, TestRuntime.OneDollarAMillion);
            if (registered)
            {
                builder.AddGraph(Graph);
            }
        })
        { Log = log ?? new InMemoryAuditLog() };
    }

    public static IReadOnlyList<string> Asks { get; } = ["notes", "parts[0]/write", "parts[1]/write", "parts[2]/write", "extra[then]/more", "tone[otherwise]/plain", "once/sum"];

    public Graph<string, string> Graph { get; }

    public TestRuntime Runtime { get; }

    public EchoClient Good { get; } = new();

    public ScriptedChatClient Broken { get; } = new ScriptedChatClient().Fails(FailureReason.ServerError);

    public int Effects => _effects;

    public void Dispose() => Runtime.Dispose();

    private Graph<string, string> Define()
    {
        var (good, broken) = (new StepPolicy { Route = "good" }, new StepPolicy { Route = "broken", Retry = Retry.Never });
        var kept = good with { Cache = CachePolicy.For(TimeSpan.FromHours(1)) };
        var sum = Orchestration.Graphs.Graph.Define("sum", 1, (GraphBuilder g, Step<string> input) => g.Ask("sum", input, static t => Prompt.Text($"sum up {t}"), good));
        return Orchestration.Graphs.Graph.Define("story", 1, (GraphBuilder g, Step<string> topic) =>
        {
            var notes = g.Ask("notes", topic, static t => Prompt.Text($"a {t} c"), good);
            var links = g.Effect("links", notes, (n, _, _) => ValueTask.FromResult(n.Length + Interlocked.Increment(ref _effects)));
            var parts = g.ForEach("parts", notes, static n => n.Split(' '), (inner, word) => inner.Ask("write", word, static w => Prompt.Text($"write {w}"), good));
            var extra = g.When("extra", notes, static n => n.Length > 3, (inner, n) => inner.Ask("more", n, static t => Prompt.Text($"more {t}"), good));
            var never = g.When("never", notes, static _ => false, (inner, n) => inner.Ask("never", n, static t => Prompt.Text(t), good));
            var tone = g.Switch("tone", notes, static n => n.Length)
                .Case(1, (inner, n) => inner.Ask("short", n, static t => Prompt.Text(t), good))
                .Otherwise((inner, n) => inner.Ask("plain", n, static t => Prompt.Text($"plain {t}"), good));
            var once = g.Include("once", tone, sum);
            var maybe = g.Ask("maybe", links, static l => Prompt.Text($"maybe {l}").WithFallback($"no {l}"), broken);
            var same = g.Ask("same", topic, static t => Prompt.Text($"same {t}"), kept);
            var again = g.Ask("again", topic, same, static (t, _) => Prompt.Text($"same {t}"), kept);
            var middle = g.Compute("middle", parts, extra, never, static (p, e, n) => string.Join('|', p) + e.Or("-") + n.Or("-"));
            return g.Compute("all", links, middle, once, maybe, again, static (l, m, o, f, a) => $"{l} {m} {o} {f} {a}");
        });
    }
}
