using System.Diagnostics;

namespace Orchestration.Simulator.Tests;

/// <summary>The program, in a process of its own.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task It_prints_its_addresses_and_a_line_a_request_and_stops_with_its_standard_input()
    {
        using var program = Start("--port", "0", "--exit-with-stdin");
        var first = await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(first!["Listening on ".Length..]) };

        using var content = new StringContent(Requests.Of(Requests.Messages, isStreaming: true));
        using var response = await http.PostAsync(new Uri(Requests.Messages, UriKind.Relative), content, TestContext.Current.CancellationToken);
        program.StandardInput.Close();

        var rest = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
        Assert.Contains("Ollama", rest, StringComparison.Ordinal);
        Assert.Matches(@"\n +1  \d\d:\d\d:\d\d\.\d{3}  AnthropicMessages +m +200  Complete ", rest);
        Assert.Contains("1 answered", rest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", 0, "--script FILE")]
    [InlineData("--print-script", 0, "\"model\": \"claude-*\"")]
    [InlineData("--port", 2, "")]
    [InlineData("--nonsense", 2, "")]
    public async Task It_explains_itself(string argument, int exitCode, string said)
    {
        using var program = Start(argument);

        var output = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(exitCode, program.ExitCode);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(SimulatorServer).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
