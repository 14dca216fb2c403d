using Microsoft.Extensions.DependencyInjection;
using Orchestration.Models;
using Orchestration.Routing;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Routing;

public sealed class EndpointHealthOptionsTests
{
    public static TheoryData<string, Action<EndpointHealthOptions>> Faults => new()
    {
        { "FailureRatio is 0; it is a share above 0 and at most 1", static options => options.FailureRatio = 0 },
        { "FailureRatio is 1.1; it is a share above 0 and at most 1", static options => options.FailureRatio = 1.1 },
        { "FailureRatio is NaN; it is a share above 0 and at most 1", static options => options.FailureRatio = double.NaN },
        { "MinimumRequests is 0; the least is 1", static options => options.MinimumRequests = 0 },
        { "Probes is 0; it is a number from 1 to 100", static options => options.Probes = 0 },
        { "Probes is 101; it is a number from 1 to 100", static options => options.Probes = 101 },
        { "LatencyFactor is 1; it is a number above 1, or null to judge no latency", static options => options.LatencyFactor = 1 },
        { "LatencyFactor is NaN; it is a number above 1, or null to judge no latency", static options => options.LatencyFactor = double.NaN },
        { "LatencyQuantile is 1; it is a share between 0 and 1", static options => options.LatencyQuantile = 1 },
        { "LatencySamples is 0; the least is 1", static options => options.LatencySamples = 0 },
        { "LatencyFloor is negative", static options => options.LatencyFloor = TimeSpan.FromSeconds(-1) },
        { "Window is 00:00:00; it is a time above 0 and at most 7 days", static options => options.Window = TimeSpan.Zero },
        { "Break is -00:00:01; it is a time above 0 and at most 7 days", static options => options.Break = TimeSpan.FromSeconds(-1) },
        { "RefusalBreak is 00:00:00; it is a time above 0 and at most 7 days", static options => options.RefusalBreak = TimeSpan.Zero },
        { "LongestBackoff is 8.00:00:00; it is a time above 0 and at most 7 days", static options => options.LongestBackoff = TimeSpan.FromDays(8) },
        { "LongestBreak is 00:00:00; it is a time above 0 and at most 7 days", static options => options.LongestBreak = TimeSpan.Zero },
        { "ProbeTimeout is 00:00:00; it is a time above 0 and at most 7 days", static options => options.ProbeTimeout = TimeSpan.Zero },
        { "LatencyMemory is 00:00:00; it is a time above 0 and at most 7 days", static options => options.LatencyMemory = TimeSpan.Zero },
        { "LongestBackoff, 00:05:00, is shorter than Break, 00:06:00", static options => options.Break = TimeSpan.FromMinutes(6) },
        { "LongestBackoff, 00:00:30, is shorter than RefusalBreak, 00:01:00", static options => options.LongestBackoff = TimeSpan.FromSeconds(30) },
        { "LatencyMemory, 00:00:30, is not longer than Window, 00:00:30: what is usual could not be told from what is new", static options => options.LatencyMemory = TimeSpan.FromSeconds(30) },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_cannot_hold_is_said_when_the_application_starts_to_use_the_runtime(string fault, Action<EndpointHealthOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddOrchestration(options => configure(options.Health));
        using var provider = services.BuildServiceProvider();

        var e = Assert.Throws<InvalidOperationException>(provider.GetRequiredService<IOrchestrator>);

        Assert.Equal($"OrchestrationOptions.Health cannot hold: {fault}.", e.Message);
    }

    [Fact]
    public void The_options_that_the_application_sets_are_those_that_hold()
    {
        var options = new EndpointHealthOptions { MinimumRequests = 2, Break = TimeSpan.FromSeconds(7) };
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new ManualTime());
        services.AddOrchestration(all => all.Health = options);
        using var provider = services.BuildServiceProvider();
        var health = provider.GetRequiredService<IEndpointHealth>();

        options.Break = TimeSpan.FromSeconds(99);
        health.Report("e", new RequestEnd(FailureReason.ServerError));
        health.Report("e", new RequestEnd(FailureReason.ServerError));

        Assert.False(health.TryEnter("e", asLastResort: false, out var retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(7), retryAfter);
    }
}
