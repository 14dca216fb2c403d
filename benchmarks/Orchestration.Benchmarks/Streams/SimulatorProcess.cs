using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Orchestration.Benchmarks.Streams;

/// <summary>The simulator in a process of its own, so that its work is not counted as ours. Ends with this one.</summary>
internal sealed class SimulatorProcess : IDisposable
{
    private readonly Process _process;

    private SimulatorProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <param name="script">What it plays, as JSON.</param>
    public static async Task<SimulatorProcess> StartAsync(string script)
    {
        var file = Path.Combine(Path.GetTempPath(), $"orchestration-simulator-{Environment.ProcessId}.json");
        await File.WriteAllTextAsync(file, script);
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        // Built beside this project, into the same kind of folder.
        var folder = AppContext.BaseDirectory.Replace(
            Path.Combine("benchmarks", "Orchestration.Benchmarks"), Path.Combine("tests", "Orchestration.Simulator"), StringComparison.Ordinal);
        string[] arguments = [Path.Combine(folder, "Orchestration.Simulator.dll"), "--port", port.ToString(CultureInfo.InvariantCulture), "--script", file, "--quiet", "--no-bodies", "--exit-with-stdin"];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        var address = new Uri($"http://127.0.0.1:{port}");
        await WaitAsync(address, process);
        return new SimulatorProcess(process, address);
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(5_000);
        _process.Dispose();
    }

    private static async Task WaitAsync(Uri address, Process process)
    {
        using var http = new HttpClient();
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                await http.GetStringAsync(new Uri(address, "/simulator/requests"));
                return;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException($"The simulator does not answer at {address}.");
    }
}
