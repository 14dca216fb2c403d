using System.Diagnostics;
using System.Text;

namespace Orchestration.Packaging.Tests;

/// <summary>A program that was run to its end, and what it said.</summary>
internal sealed record Command(int ExitCode, string Output)
{
    // Build servers outlive the command that starts them and hold on to its output; the variables of an outer build would steer the inner one.
    private static readonly string[] OuterBuild = ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly"];

    public static Task<Command> DotnetAsync(string folder, params IReadOnlyList<string> arguments) => RunAsync("dotnet", folder, arguments);

    public static async Task<Command> RunAsync(string program, string folder, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var name in OuterBuild)
        {
            start.Environment.Remove(name);
        }

        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.AppendLine(line.Data);
            }
        }

        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new Command(process.ExitCode, output.ToString());
    }

    /// <summary>Fails the test with what the program said, unless it ended well and said nothing of warnings.</summary>
    public Command Succeeds()
    {
        Assert.True(ExitCode == 0, $"It ended with {ExitCode}:\n{Output}");
        Assert.DoesNotContain("warning ", Output, StringComparison.Ordinal);
        return this;
    }
}
