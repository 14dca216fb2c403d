using ContentPlatform;
using ContentPlatform.Display;

namespace Orchestration.Samples.Tests.ContentPlatforms;

/// <summary>A person at a terminal in a folder of their own: types commands, reads what comes.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public string Folder { get; } = Directory.CreateTempSubdirectory("orchestration-").FullName;

    /// <summary>What the last command said.</summary>
    public string Output { get; private set; } = string.Empty;

    /// <summary>What the last command complained of.</summary>
    public string Error { get; private set; } = string.Empty;

    public string In(string name) => Path.Combine(Folder, name);

    public void Set(string name, string value) => _environment[name] = value;

    /// <param name="command">What is typed.</param>
    /// <param name="ctrlCAt">Cancels as soon as a line with this text is seen.</param>
    /// <param name="screen">Made of output and error; plain unless given.</param>
    public async Task<int> TypeAsync(string command, string? ctrlCAt = null, Func<TextWriter, TextWriter, Screen>? screen = null)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var output = new WatchedWriter(line =>
        {
            if (ctrlCAt is not null && line.Contains(ctrlCAt, StringComparison.Ordinal))
            {
                either.Cancel();
            }
        });
        using var error = new StringWriter();
        string[] args = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--audit", In("audit")];
        args = args[0] is "write" or "replay" or "resume" ? [.. args, "--out", In("out")] : args;
        var code = await App.RunAsync(args, (screen ?? Screen.Plain)(output, error), _environment.GetValueOrDefault, TimeProvider.System, either.Token);
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private sealed class WatchedWriter(Action<string> seen) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            seen(value ?? string.Empty);
        }
    }
}
