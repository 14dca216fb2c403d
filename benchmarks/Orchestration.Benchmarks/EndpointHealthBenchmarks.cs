using BenchmarkDotNet.Attributes;
using Orchestration.Routing;
using Orchestration.Routing.Health;

namespace Orchestration.Benchmarks;

/// <summary>What endpoint health adds to an attempt: one question before it and one report after it.</summary>
public class EndpointHealthBenchmarks
{
    private const int Known = 1_000;

    private static readonly TimeSpan FirstToken = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(17);

    private readonly CircuitBreakerHealth _health = new(TimeProvider.System);
    private readonly DecayingQuantiles _quantiles = new(TimeSpan.FromSeconds(30));
    private readonly RequestEnd _usual = new(null, TimeToFirstToken: FirstToken, Duration: TimeSpan.FromSeconds(4));

    // Above the floor, so that the quantiles are compared.
    private readonly RequestEnd _long = new(null, TimeToFirstToken: 2 * FirstToken, Duration: TimeSpan.FromSeconds(4));

    [GlobalSetup]
    public void Learn()
    {
        for (var i = 0; i < Known; i++)
        {
            _health.Report("usual", _usual);
            _health.Report("long", _long);
            _quantiles.Add(FirstToken * (1 + (i % 97)) / 20, TimeSpan.Zero);
        }
    }

    [Benchmark(Baseline = true)]
    public bool EnterAndReport() => Ask("usual", _usual);

    [Benchmark]
    public bool EnterAndReportAboveTheFloor() => Ask("long", _long);

    [Benchmark]
    public bool Enter() => _health.TryEnter("usual", asLastResort: false, out _);

    [Benchmark]
    public void AddDuration() => _quantiles.Add(FirstToken, Later);

    [Benchmark]
    public TimeSpan? MedianOfDurations() => _quantiles.Quantile(0.5, Later);

    private bool Ask(string endpoint, in RequestEnd end)
    {
        var entered = _health.TryEnter(endpoint, asLastResort: false, out _);
        _health.Report(endpoint, end);
        return entered;
    }
}
