using BenchmarkDotNet.Running;
using Orchestration.Benchmarks;

// `runs`, `inflight` and `audit` measure a whole process and need it fresh; everything else is BenchmarkDotNet's.
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
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new BenchmarkConfig());
        break;
}
