using System.Runtime.InteropServices;
using System.Text.Json;
using Orchestration.Simulator;
using Orchestration.Simulator.Commands;

CommandLine line;
SimulatorScript script;
try
{
    line = CommandLine.Parse(args);
    script = line.Script is { } file ? SimulatorScript.Parse(await File.ReadAllTextAsync(file)) : SimulatorScript.Demo;
}
catch (Exception exception) when (exception is FormatException or JsonException or ArgumentException or IOException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}

if (line.WantsHelp || line.PrintsScript)
{
    Console.WriteLine(line.WantsHelp ? CommandLine.Help : script.ToJson());
    return 0;
}

SimulatorServer server;
try
{
    server = await SimulatorServer.StartAsync(script, new SimulatorOptions
    {
        Port = line.Port,
        KeepBodies = line.KeepsBodies,
        OnServed = line.IsQuiet ? null : static request => Console.WriteLine(Lines.Of(request)),
    });
}
catch (IOException exception)
{
    await Console.Error.WriteLineAsync($"{exception.Message} Choose another port by --port N; 0 is any free one.");
    return 1;
}

await using (server)
{
    Console.WriteLine(Lines.Addresses(server.Address));
    if (!line.IsQuiet)
    {
        Console.WriteLine(Lines.Head);
    }

    var stop = new TaskCompletionSource();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    await Task.WhenAny(stop.Task, line.ExitsWithStdin ? Task.Run(Console.In.ReadToEnd) : stop.Task);
    foreach (var totals in server.Totals)
    {
        Console.WriteLine(Lines.Of(totals));
    }

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.TrySetResult();
    }
}

return 0;
