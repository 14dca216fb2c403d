namespace Orchestration.Simulator.Tests;

/// <summary>Simulators for a test.</summary>
internal static class Servers
{
    public static Task<SimulatorServer> StartAsync(SimulatorScript? script = null, TimeProvider? time = null) =>
        SimulatorServer.StartAsync(script, new SimulatorOptions { TimeProvider = time ?? TimeProvider.System }, TestContext.Current.CancellationToken);

    /// <summary>A server of one model.</summary>
    public static Task<SimulatorServer> StartAsync(ModelScript model, TimeProvider? time = null) => StartAsync(SimulatorScript.For(model), time);

    /// <summary>A server of one model that says this, with these faults always.</summary>
    public static Task<SimulatorServer> SayAsync(string text, params Fault[] faults) =>
        StartAsync(new ModelScript { Answer = new TextAnswer(text), Faults = [.. faults.Select(static fault => fault.Always())] });

    /// <summary>The request, once so many have been served.</summary>
    public static async Task<ServedRequest> ServedAsync(this SimulatorServer server, int count = 1)
    {
        await server.WaitForAsync(count, TestContext.Current.CancellationToken);
        return server.Requests[count - 1];
    }
}
