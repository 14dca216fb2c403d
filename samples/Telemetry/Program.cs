using TelemetrySample;

return await TelemetryApp.RunAsync(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"), Console.Out);
