using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Providers.OpenAI;
using Orchestration.Routing;
using Orchestration.Runs;
using Orchestration.Simulator;
using Orchestration.SpliceProof.Cases;
using Orchestration.SpliceProof.Checking;

namespace Orchestration.SpliceProof.Running;

/// <summary>The runtime with its adapters, one simulator in the place of all providers, and any number of cases at once.</summary>
internal sealed class Stage : IAsyncDisposable
{
    // Long enough for a busy machine, short enough for thousands of stalls.
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(2);

    // What takes longer will never end.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private const long Beyond = long.MaxValue / 2;

    private readonly Director _director;
    private readonly ConcurrentDictionary<int, (long Bytes, int Tokens)> _lengths = new();
    private readonly SimulatorServer _simulator;
    private readonly ServiceProvider _services;

    private Stage(SimulatorServer simulator, Director director, ServiceProvider services) => (_simulator, _director, _services) = (simulator, director, services);

    public static async Task<Stage> StartAsync(CancellationToken cancellationToken = default)
    {
        var director = new Director();
        Stage? stage = null;
        var options = new SimulatorOptions { Director = director.Choose, KeepBodies = false, OnServed = served => stage?.Measure(served) };
        var simulator = await SimulatorServer.StartAsync(new SimulatorScript { Otherwise = new ModelScript() }, options, cancellationToken);
        return stage = new Stage(simulator, director, Services(simulator.Address));
    }

    /// <summary>Runs the answers of these cases without a death, to know how long their bodies are.</summary>
    /// <returns>Those that were not delivered whole and clean, of which there should be none.</returns>
    public async Task<IReadOnlyList<Outcome>> MeasureAsync(IEnumerable<Kill> kills, int atOnce)
    {
        var distinct = kills.DistinctBy(static kill => kill.Body).ToList();
        var broken = new ConcurrentBag<Outcome>();
        await Parallel.ForEachAsync(distinct, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (kill, _) =>
        {
            // A reset that is never reached marks the request in the simulator's log.
            var outcome = await RunAsync(kill with { TokensPerSecond = null, SecondDeath = null }, new ConnectionReset { AtByte = Beyond + kill.Body }, isTold: false);
            if (outcome.IsBroken || outcome.HasFailed || outcome.Requests != 1)
            {
                broken.Add(outcome);
            }
        });
        // A client stops at the last event, before the server knows that it has sent it.
        if (broken.IsEmpty)
        {
            await _simulator.WaitForAsync(distinct.Count).WaitAsync(Limit);
        }

        return [.. broken];
    }

    public Task<Outcome> RunAsync(Kill kill, bool isTold = false) => RunAsync(kill, FaultOf(kill), isTold);

    /// <summary>What the first stream of a case dies of.</summary>
    public Fault FaultOf(Kill kill) => _lengths[kill.Body] is var (bytes, tokens) ? kill.FaultIn(bytes, tokens) : throw new InvalidOperationException("The body was not measured.");

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    private async Task<Outcome> RunAsync(Kill kill, Fault? fault, bool isTold)
    {
        var part = _director.Begin(kill, fault);
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            return await ReadAsync(kill, part, isTold, limit.Token);
        }
        catch (OperationCanceledException)
        {
            return new Outcome { Kill = kill, Verdict = new Verdict(Finding.Broken, 0, "it has not ended in time"), Delivered = "", HasFailed = true, Requests = part.Prompts.Count, Continuations = part.Successors.Count };
        }
        finally
        {
            _director.End(kill);
        }
    }

    private async Task<Outcome> ReadAsync(Kill kill, Director.Part part, bool isTold, CancellationToken cancellationToken)
    {
        var (text, restarts, splices, story) = (new StringBuilder(), 0, 0, new List<string>());
        RunResult<string>? result = null;
        Verdict? broken = null;
        var seam = 0;
        var orchestrator = _services.GetRequiredService<IOrchestrator>();
        await foreach (var e in orchestrator.StreamAsync(Graph(kill), Director.Question(kill.Number), cancellationToken: cancellationToken))
        {
            if (isTold)
            {
                story.Add(e is RunEnded<string> { Result.Failure: { } failure } ? failure.Message : e.ToString()!);
            }

            switch (e)
            {
                case TextDelta delta:
                    broken ??= delta.Text is [var first, ..] && (char.IsLowSurrogate(first) || char.IsHighSurrogate(delta.Text[^1]))
                        ? new Verdict(Finding.Broken, text.Length, "a piece begins or ends within a character") : null;
                    text.Append(delta.Text);
                    break;
                case Restarted:
                    text.Clear();
                    seam = 0;
                    restarts++;
                    break;
                case Spliced spliced:
                    splices++;
                    seam = spliced.Position;
                    break;
                case RunEnded<string> ended:
                    result = ended.Result;
                    break;
            }
        }

        var delivered = text.ToString();
        if (isTold)
        {
            story.AddRange(part.Prompts.Select(static prompt => prompt.ToString()));
        }

        var verdict = broken ?? Agreement(result!, delivered, seam) ?? Checker.Check(kill.Answer.Text, part.Successors, delivered, result!.Succeeded);
        return new Outcome
        {
            Kill = kill,
            Verdict = verdict,
            Delivered = delivered,
            HasFailed = !result!.Succeeded,
            Failure = result.Failure?.Reason,
            Requests = part.Prompts.Count,
            Continuations = part.Successors.Count,
            Restarts = restarts,
            Splices = splices,
            Story = story,
        };
    }

    /// <summary>Whether the run says of itself what its reader was given.</summary>
    private static Verdict? Agreement(RunResult<string> result, string delivered, int seam)
    {
        var said = result.Succeeded ? result.Value : result.Failure!.DeliveredText ?? "";
        var same = said.AsSpan().CommonPrefixLength(delivered);
        return same < Math.Max(said.Length, delivered.Length)
            ? new Verdict(Finding.Broken, same, $"the run says «{said[same..]}» where «{delivered[same..]}» was delivered")
            : seam > delivered.Length && result.Succeeded ? new Verdict(Finding.Broken, delivered.Length, $"spliced at {seam}, which never came") : null;
    }

    private void Measure(ServedRequest served)
    {
        if (served.Faults is [ConnectionReset { AtByte: >= Beyond and var mark }])
        {
            _lengths[(int)(mark - Beyond)] = (served.BytesSent, served.TokensSent);
        }
    }

    private static Graph<string, string> Graph(Kill kill)
    {
        var policy = new StepPolicy
        {
            Route = kill.RouteName,
            Retry = new Retry { MaxAttempts = 1 + (kill.Number % 2), BaseDelay = TimeSpan.Zero },
            Timeout = kill.Way == Way.Stall || kill.SecondDeath is Stalled ? new Timeouts { FirstToken = Stalled, Idle = Stalled } : new Timeouts { FirstToken = Never, Idle = Never },
            Splice = new Splice { HoldBack = kill.HoldBack, ReadingSpeed = kill.ReadingSpeed },
        };
        return Graphs.Graph.Define("case", 1, (GraphBuilder g, Step<string> input) => g.Ask("answer", input, static text => Prompt.Text(text), policy));
    }

    private static ServiceProvider Services(Uri address)
    {
        string[] Models(string protocol) => [.. Enumerable.Range(1, 3).Select(place => $"{protocol}-{place}")];
        var profile = new ModelProfile { Price = Price.PerMillionTokens(inputUsd: 2m, outputUsd: 10m), MaxOutputTokens = 4_000 };
        var catalog = Kill.Protocols.SelectMany(Models).Aggregate(ModelCatalog.Empty, (catalog, name) => catalog.With(name, profile));
        var builder = new ServiceCollection().AddOrchestration()
            .UseModelCatalog(catalog)
            .UseEndpointHealth(static _ => new EndlessPatience())
            .AddOpenAI(Models("chat"), options => (options.ApiKey, options.BaseAddress, options.Api) = ("key", new Uri(address, "/v1"), OpenAIApi.ChatCompletions))
            .AddOpenAI(Models("responses"), options => (options.ApiKey, options.BaseAddress, options.Api) = ("key", new Uri(address, "/v1"), OpenAIApi.Responses))
            .AddAnthropic(Models("claude"), options => (options.ApiKey, options.BaseAddress) = ("key", address))
            .AddGemini(Models("gemini"), options => (options.ApiKey, options.BaseAddress) = ("key", new Uri(address, "/v1beta")));
        foreach (var first in Kill.Protocols)
        {
            foreach (var second in Kill.Protocols)
            {
                foreach (var third in Kill.Protocols)
                {
                    builder.AddRoute($"{first}>{second}>{third}", $"{first}-1", $"{second}-2", $"{third}-3");
                }
            }
        }

        return builder.Services.BuildServiceProvider();
    }

    /// <summary>Circuits that never open: each case is judged alone, whatever died beside it.</summary>
    private sealed class EndlessPatience : IEndpointHealth
    {
        public bool TryEnter(string endpoint, bool asLastResort, out TimeSpan retryAfter)
        {
            retryAfter = TimeSpan.Zero;
            return true;
        }

        public void Report(string endpoint, in RequestEnd end)
        {
        }
    }
}
