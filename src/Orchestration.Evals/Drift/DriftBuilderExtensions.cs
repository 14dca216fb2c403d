using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestration.Audit;
using Orchestration.DependencyInjection;
using Orchestration.Evals.Drift;

#pragma warning disable IDE0130 // Extension methods of the builder stand where every application looks for them.
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Registers the watch for drift.</summary>
public static class DriftBuilderExtensions
{
    /// <summary>Compares the day before with those before it once a day, in the background, and tells of changes.</summary>
    /// <remarks>In one process of those that share a log. A start after the time of day catches up with the last day.</remarks>
    /// <example>
    /// <code>
    /// services.AddOrchestration()
    ///         .UseFileAuditLog("./audit")
    ///         .AddDriftMonitor(options => (options.Folder, options.Webhook) = ("./drift", new Uri(configuration["DriftWebhook"]!)));
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">The options name no folder.</exception>
    public static IOrchestrationBuilder AddDriftMonitor(this IOrchestrationBuilder builder, Action<DriftMonitorOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new DriftMonitorOptions();
        configure(options);
        if (string.IsNullOrWhiteSpace(options.Folder))
        {
            throw new ArgumentException("The drift monitor has no folder to keep its figures in: set DriftMonitorOptions.Folder.", nameof(configure));
        }

        options.Detection.Check(nameof(configure));
        builder.Services.AddSingleton<IHostedService>(provider => Create(provider, options));
        return builder;
    }

    private static DriftService Create(IServiceProvider provider, DriftMonitorOptions options)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var logger = (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Orchestration.Evals.Drift");
        var sinks = provider.GetServices<IDriftSink>().Prepend(new LogDriftSink(logger));
        if (options.Webhook is { } address)
        {
            // Lives as long as the application, and asks for the host's address anew now and then.
            var client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
            sinks = sinks.Append(new WebhookDriftSink(client, address, time));
        }

        var store = new DriftStore(options.Folder);
        return new DriftService(provider.GetRequiredService<IAuditLog>(), store, new DriftMonitor(store, options.Detection, sinks, options.Aggregation), options, time, logger);
    }
}
