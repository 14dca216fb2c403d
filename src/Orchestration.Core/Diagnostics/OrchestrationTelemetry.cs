namespace Orchestration.Diagnostics;

/// <summary>How an application finds the runtime's telemetry: <c>tracing.AddSource(OrchestrationTelemetry.Name)</c>, <c>metrics.AddMeter(OrchestrationTelemetry.Name)</c>.</summary>
public static class OrchestrationTelemetry
{
    /// <summary>The name of the <c>ActivitySource</c> and of the <c>Meter</c>.</summary>
    public const string Name = "Orchestration";
}
