using System.Globalization;
using BenchmarkDotNet.Running;
using Orchestration.Benchmarks;
using Orchestration.Benchmarks.Drift;
using Orchestration.Benchmarks.Gates;
using Orchestration.Benchmarks.Schemas;
using Orchestration.Benchmarks.Streams;

// `runs`, `inflight`, `audit`, `streams`, `schemas` and `splice` measure a whole process and need it fresh; everything else is BenchmarkDotNet's.
switch (args)
{
    case ["runs", var kind]:
        await ConcurrentRuns.MeasureAsync(kind);
        break;
    case ["inflight", .. var rest]:
        await RunsInFlight.MeasureAsync(rest is ["memory-log"]);
        break;
    case ["audit", .. var rest]:
        await AuditThroughput.MeasureAsync(rest is [var folder] ? folder : "artifacts/audit-benchmark");
        break;
    case ["streams", var kind, var streams, .. var rest]:
        await StreamLoad.MeasureAsync(kind, int.Parse(streams, CultureInfo.InvariantCulture), rest is [var pace] ? int.Parse(pace, CultureInfo.InvariantCulture) : 0);
        break;
    case ["schemas", .. var rest]:
        await SchemaComparison.MeasureAsync(rest is [var documents] ? documents : "artifacts/schema-benchmark");
        break;
    case ["gate", .. var rest]:
        GateSimulation.Measure(rest is ["--trials", var trials] ? int.Parse(trials, CultureInfo.InvariantCulture) : 500);
        break;
    case ["drift", .. var rest]:
        DriftSimulation.Measure(rest);
        break;
    case ["splice"]:
        await SpliceLatency.MeasureAsync();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new BenchmarkConfig());
        break;
}
