using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

/// <summary>What the scheduler promises, on random graphs whose steps end in random order.</summary>
public sealed class SchedulerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_ambient_to_the_caller_is_ambient_to_every_step()
    {
        var ambient = new AsyncLocal<string>();
        var graph = Graph.Define("ambient", 1, (GraphBuilder g, Step<int> input) =>
        {
            Step<string?>[] parallel = [.. Enumerable.Range(0, 8).Select(i => g.Compute($"step {i}", input, _ => ambient.Value))];
            return g.Compute("all", parallel, static all => string.Join(' ', all));
        });
        using var runtime = new TestRuntime(static _ => { });
        ambient.Value = "here";

        var result = await runtime.Orchestrator.RunAsync(graph, 0, cancellationToken: Token);

        Assert.Equal(string.Join(' ', Enumerable.Repeat("here", 8)), result.Value);
    }

    [Fact]
    public void A_step_starts_once_after_all_its_inputs_have_ended_and_none_is_lost()
    {
        Prop.ForAll(Arb.From(Plans()), static plan =>
        {
            var log = new StepLog(plan);
            using var runtime = TestRuntime.With(new ScriptedChatClient());

            var run = runtime.Orchestrator.RunAsync(log.Graph, 1L, cancellationToken: Token);
            log.ReleaseInRandomOrder(run);

            Assert.Equal(plan.Expected(1), run.GetAwaiter().GetResult().Value);
            Assert.Equal(Enumerable.Range(0, plan.Steps.Count).Order(), log.Started.Order());
            log.AssertTopological();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    [Fact]
    public void A_stream_of_the_same_graph_tells_the_same_order()
    {
        Prop.ForAll(Arb.From(Plans()), static plan =>
        {
            var log = new StepLog(plan);
            using var runtime = TestRuntime.With(new ScriptedChatClient());

            var run = Task.Run(async () => await runtime.Orchestrator.StreamAsync(log.Graph, 1L, cancellationToken: Token).ToListAsync(Token), Token);
            log.ReleaseInRandomOrder(run);

            var events = run.GetAwaiter().GetResult();
            Assert.Equal(plan.Expected(1), Assert.IsType<RunEnded<long>>(events[^1]).Result.Value);
            var ended = new HashSet<string>();
            foreach (var e in events)
            {
                if (e is StepStarted { Step: var step } && step != "output")
                {
                    Assert.Subset(ended, plan.Steps[int.Parse(step[1..], null)].Inputs.Where(static input => input >= 0).Select(static input => $"s{input}").ToHashSet());
                }

                if (e is StepEnded end)
                {
                    Assert.True(ended.Add(end.Step));
                }
            }

            Assert.Equal(plan.Steps.Count + 1, ended.Count);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void A_step_that_fails_is_the_runs_failure_and_no_step_starts_after_it()
    {
        Prop.ForAll(Arb.From(Plans()), Arb.From(Gen.Choose(0, 1000)), static (plan, pick) =>
        {
            var failing = pick % plan.Steps.Count;
            var log = new StepLog(plan) { Failing = failing };
            using var runtime = TestRuntime.With(new ScriptedChatClient());

            var run = runtime.Orchestrator.RunAsync(log.Graph, 1L, cancellationToken: Token);
            log.ReleaseInRandomOrder(run);

            var failure = run.GetAwaiter().GetResult().Failure;
            Assert.NotNull(failure);
            Assert.Equal($"s{failing}", failure.Step);
            Assert.IsType<InvalidOperationException>(failure.InnerException);
            Assert.Equal(log.Started.Count, log.Started.Distinct().Count());
            Assert.DoesNotContain(log.StartedAfterFailure, step => plan.DependsOn(step, failing));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    [Fact]
    public async Task After_a_failure_nothing_starts_any_more()
    {
        var slow = new TaskCompletionSource();
        var later = 0;
        var graph = Graph.Define("late", 1, (GraphBuilder g, Step<int> input) =>
        {
            var broken = g.Compute<int, int>("broken", input, static _ => throw new InvalidOperationException("broken"));
            var waiting = g.Effect("waiting", input, async (i, _, _) =>
            {
                await slow.Task;
                return i;
            });
            var after = g.Compute("after", waiting, i => Interlocked.Increment(ref later));
            return g.Compute("both", broken, after, static (a, b) => a + b);
        });
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var run = runtime.Orchestrator.RunAsync(graph, 1, cancellationToken: Token);
        slow.SetResult();
        var result = await run;

        Assert.Equal("broken", result.Failure?.Step);
        Assert.Equal(0, later);
    }

    [Fact]
    public async Task A_slow_step_does_not_delay_what_does_not_need_it()
    {
        var (slow, started) = (new TaskCompletionSource<int>(), new TaskCompletionSource());
        var graph = Graph.Define("diamond", 1, (GraphBuilder g, Step<int> input) =>
        {
            var a = g.Compute("a", input, static i => i + 1);
            var b = g.Effect("b", a, async (i, _, token) => i + await slow.Task.WaitAsync(token));
            var c = g.Effect("c", a, static async (i, _, _) =>
            {
                await Task.Yield();
                return i * 10;
            });
            var d = g.Compute("d", c, i =>
            {
                started.SetResult();
                return i + 1;
            });
            return g.Compute("e", b, d, static (x, y) => x + y);
        });
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var run = runtime.Orchestrator.RunAsync(graph, 1, cancellationToken: Token);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.False(run.IsCompleted);
        slow.SetResult(100);

        Assert.Equal(102 + 21, (await run).Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Code_that_blocks_does_not_keep_an_unrelated_branch_from_starting(bool streamed)
    {
        using var released = new ManualResetEventSlim();
        var graph = Graph.Define("block", 1, (GraphBuilder g, Step<int> input) =>
        {
            var blocked = g.Compute("blocked", input, i => released.Wait(TimeSpan.FromSeconds(20)) ? i : -1);
            var first = g.Compute("first", input, static i => i + 1);
            var second = g.Compute("second", first, i =>
            {
                released.Set();
                return i + 1;
            });
            return g.Compute("sum", blocked, second, static (a, b) => a + b);
        });
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var value = streamed
            ? Assert.IsType<RunEnded<int>>(await runtime.Orchestrator.StreamAsync(graph, 1, cancellationToken: Token).LastAsync(Token)).Result.Value
            : (await runtime.Orchestrator.RunAsync(graph, 1, cancellationToken: Token)).Value;

        Assert.Equal(4, value);
    }

    [Fact]
    public async Task One_graph_serves_ten_thousand_runs_at_once()
    {
        var gate = new TaskCompletionSource();
        var waiting = 0;
        var graph = Graph.Define("many", 1, (GraphBuilder g, Step<int> input) =>
        {
            var doubled = g.Compute("doubled", input, static i => i * 2L);
            var waited = g.Effect("waited", doubled, async (i, _, token) =>
            {
                Interlocked.Increment(ref waiting);
                await gate.Task.WaitAsync(token);
                return i + 1;
            });
            return g.Compute("sum", doubled, waited, input, static (a, b, c) => a + b + c);
        });
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var runs = Enumerable.Range(0, 10_000).Select(i => runtime.Orchestrator.RunAsync(graph, i, cancellationToken: Token)).ToList();
        await Eventually.HoldsAsync(() => Volatile.Read(ref waiting) == runs.Count);
        gate.SetResult();
        var results = await Task.WhenAll(runs);

        Assert.Equal(Enumerable.Range(0, 10_000).Select(static i => (2L * i) + ((2L * i) + 1) + i), results.Select(static result => result.Value));
        Assert.Equal(10_000, results.Select(static result => result.Run).Distinct().Count());
    }

    private static Gen<Plan> Plans() =>
        from count in Gen.Choose(1, 14)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select Plan.Random(count, seed);

    internal sealed record PlannedStep(int[] Inputs, bool IsEffect);

    /// <summary>A random graph: step <c>i</c> takes any of the steps before it, or the input (-1), and adds them up.</summary>
    internal sealed record Plan(IReadOnlyList<PlannedStep> Steps, int Seed)
    {
        public static Plan Random(int count, int seed)
        {
            var random = new Random(seed);
            return new(
                [.. Enumerable.Range(0, count).Select(i => new PlannedStep(
                    [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(-1, i)).Distinct()], random.Next(3) > 0))],
                seed);
        }

        public IEnumerable<int> Unused => Enumerable.Range(0, Steps.Count).Except(Steps.SelectMany(static step => step.Inputs));

        public long Expected(long input)
        {
            var values = new long[Steps.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = ValueOf(i, Steps[i].Inputs.Select(from => from < 0 ? input : values[from]));
            }

            return Unused.Sum(i => values[i]);
        }

        public static long ValueOf(int step, IEnumerable<long> inputs) => (inputs.Sum() + step + 1) % 1_000_003;

        public bool DependsOn(int step, int on) => Steps[step].Inputs.Any(input => input == on || (input >= 0 && DependsOn(input, on)));
    }

    /// <summary>The plan as a graph whose effects wait until the test lets them go, with a log of what started and ended.</summary>
    internal sealed class StepLog
    {
        private readonly Plan _plan;
        private readonly ConcurrentQueue<(int Step, bool IsEnd)> _order = new();
        private readonly TaskCompletionSource[] _gates;
        private readonly ConcurrentDictionary<int, bool> _waiting = new();
        private volatile bool _failed;

        public StepLog(Plan plan)
        {
            _plan = plan;
            _gates = [.. plan.Steps.Select(static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
            Graph = Orchestration.Graphs.Graph.Define<long, long>("random", 1, Define);
        }

        public Graph<long, long> Graph { get; }

        public int Failing { get; init; } = -1;

        public List<int> Started => [.. _order.Where(static entry => !entry.IsEnd).Select(static entry => entry.Step)];

        public ConcurrentBag<int> StartedAfterFailure { get; } = [];

        public void AssertTopological()
        {
            var ended = new HashSet<int> { -1 };
            foreach (var (step, isEnd) in _order)
            {
                if (isEnd)
                {
                    ended.Add(step);
                }
                else
                {
                    Assert.Subset(ended, _plan.Steps[step].Inputs.ToHashSet());
                }
            }
        }

        public void ReleaseInRandomOrder(Task run)
        {
            var random = new Random(_plan.Seed);
            var since = TimeProvider.System.GetTimestamp();
            while (!run.IsCompleted)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(30), "The run hangs.");
                var waiting = _waiting.Keys.Order().ToList();
                if (waiting.Count == 0)
                {
                    Thread.Yield();
                    continue;
                }

                var next = waiting[random.Next(waiting.Count)];
                _waiting.TryRemove(next, out _);
                _gates[next].SetResult();
            }
        }

        private Step<long> Define(GraphBuilder g, Step<long> input)
        {
            var steps = new List<Step<long>>();
            for (var i = 0; i < _plan.Steps.Count; i++)
            {
                var (index, planned) = (i, _plan.Steps[i]);
                IReadOnlyList<Step<long>> inputs = [.. planned.Inputs.Select(from => from < 0 ? input : steps[from])];
                steps.Add(planned.IsEffect
                    ? g.Effect($"s{i}", inputs, async (values, _, token) =>
                    {
                        Begin(index);
                        _waiting[index] = true;
                        await _gates[index].Task.WaitAsync(token);
                        return End(index, values);
                    })
                    : g.Compute($"s{i}", inputs, values =>
                    {
                        Begin(index);
                        return End(index, values);
                    }));
            }

            return g.Compute("output", (IReadOnlyList<Step<long>>)[.. _plan.Unused.Select(i => steps[i])], static values => values.Sum());
        }

        private void Begin(int step)
        {
            _order.Enqueue((step, false));
            if (_failed)
            {
                StartedAfterFailure.Add(step);
            }
        }

        private long End(int step, IReadOnlyList<long> inputs)
        {
            if (step == Failing)
            {
                _failed = true;
                throw new InvalidOperationException("This step was told to fail.");
            }

            _order.Enqueue((step, true));
            return Plan.ValueOf(step, inputs);
        }
    }
}
