using Orchestration.Cli.Display;
using Orchestration.Testing;

namespace Orchestration.Cli.Tests;

/// <summary>Runs the tool within the test, in a folder of the test's own, as a pipe sees it.</summary>
internal sealed class CommandLine : IDisposable
{
    public CommandLine() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "orchestration-cli-tests", Path.GetRandomFileName());

    public Dictionary<string, string> Environment { get; } = [];

    public ManualTime Time { get; } = new();

    public int Width { get; init; } = 160;

    public async Task<(int Code, string Out, string Error)> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await App.RunAsync(args, new Tool(Screen.Plain(output, error, Width), Environment.GetValueOrDefault, Time, Folder), cancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    public Task<(int Code, string Out, string Error)> RunAsync(params string[] args) => RunAsync(TestContext.Current.CancellationToken, args);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
