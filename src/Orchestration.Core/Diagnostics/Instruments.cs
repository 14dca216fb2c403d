using System.Diagnostics.Metrics;

namespace Orchestration.Diagnostics;

/// <summary>The instruments of the meter <see cref="OrchestrationTelemetry.Name"/>. One set a process, as listeners expect it.</summary>
internal static class Instruments
{
    private static readonly Meter Meter = new(OrchestrationTelemetry.Name);

    // The boundaries that the conventions advise.
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] };
    private static readonly InstrumentAdvice<double> ChunkSeconds = new() { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };
    private static readonly InstrumentAdvice<long> Tokens = new() { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] };

    private static readonly InstrumentAdvice<long> HeldTokens = new() { HistogramBucketBoundaries = [0, 10, 25, 50, 75, 100, 150, 200, 300, 500] };

    public static readonly Histogram<long> TokenUsage = Meter.CreateHistogram(TelemetryNames.TokenUsage, "{token}", "Tokens of an attempt, as the provider reported them.", null, Tokens);

    public static readonly Histogram<double> OperationDuration = Meter.CreateHistogram(TelemetryNames.OperationDuration, "s", "How long an attempt took.", null, Seconds);

    public static readonly Histogram<double> TimeToFirstChunk = Meter.CreateHistogram(TelemetryNames.TimeToFirstChunk, "s", "From an attempt's request to its first piece.", null, ChunkSeconds);

    public static readonly Histogram<double> TimePerOutputChunk = Meter.CreateHistogram(TelemetryNames.TimePerOutputChunk, "s", "From one piece of an answer to the next.", null, ChunkSeconds);

    public static readonly Histogram<double> WorkflowDuration = Meter.CreateHistogram(TelemetryNames.WorkflowDuration, "s", "How long a run took.", null, Seconds);

    public static readonly Counter<double> Cost = Meter.CreateCounter<double>(TelemetryNames.Cost, "USD", "What attempts cost, as far as it is known.");

    public static readonly Counter<long> UnpricedAttempts = Meter.CreateCounter<long>(TelemetryNames.UnpricedAttempts, "{attempt}", "Attempts whose cost is not known.");

    public static readonly Counter<long> CacheLookups = Meter.CreateCounter<long>(TelemetryNames.CacheLookups, "{lookup}", "Looks into the response cache.");

    public static readonly Counter<long> BudgetRefusals = Meter.CreateCounter<long>(TelemetryNames.BudgetRefusals, "{candidate}", "Candidates that a budget did not allow.");

    public static readonly Counter<long> CircuitsOpened = Meter.CreateCounter<long>(TelemetryNames.CircuitsOpened, "{break}", "Times an endpoint was left alone for a while.");

    public static readonly Counter<long> CircuitRejections = Meter.CreateCounter<long>(TelemetryNames.CircuitRejections, "{candidate}", "Candidates passed over because their circuit was open.");

    public static readonly Counter<long> Splices = Meter.CreateCounter<long>(TelemetryNames.Splices, "{splice}", "Continuations of answers that had broken off, joined or refused.");

    public static readonly Histogram<long> HeldBack = Meter.CreateHistogram(TelemetryNames.HeldBack, "{token}", "The most tokens of an answer that were held back from its reader at once.", null, HeldTokens);

    public static readonly Counter<long> InvalidOutputs = Meter.CreateCounter<long>(TelemetryNames.InvalidOutputs, "{answer}", "Answers that had to be JSON and were not valid, read to their end or stopped before it.");

    public static readonly Counter<long> SavedTokens = Meter.CreateCounter<long>(TelemetryNames.SavedTokens, "{token}", "Tokens of answers that were stopped since they could not become valid, by estimate.");

    public static readonly Counter<long> Fallbacks = Meter.CreateCounter<long>(TelemetryNames.Fallbacks, "{fallback}", "Times a call went on to its next candidate.");

    public static readonly Counter<long> CanaryRollbacks = Meter.CreateCounter<long>(TelemetryNames.CanaryRollbacks, "{rollback}", "Canaries that left their bounds.");
}
