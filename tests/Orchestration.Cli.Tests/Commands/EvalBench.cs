using System.Globalization;
using System.Text.Json;
using Orchestration.Cli.TestApp;

namespace Orchestration.Cli.Tests.Commands;

/// <summary>A folder with golden sets of the test application, and models that answer as the test says.</summary>
internal sealed class EvalBench : IDisposable
{
    private static readonly string App = Path.Combine(AppContext.BaseDirectory, "Orchestration.Cli.TestApp.dll");

    private int _asked;

    public EvalBench(int cases = 40)
    {
        Directory.CreateDirectory(PathOf("evals"));
        File.WriteAllLines(PathOf("evals/answer.yaml"), ["cases:", .. Enumerable.Range(1, cases).Select(static i => CaseOf(i, string.Empty))]);
        File.WriteAllLines(PathOf("evals/few.yaml"), ["cases:", CaseOf(101, ", critical: true"), CaseOf(102, string.Empty)]);
        Answers(static _ => "yes");
    }

    public CommandLine Cli { get; } = new();

    /// <summary>How often a model was asked.</summary>
    public int Asked => _asked;

    public string PathOf(string path) => Path.Combine(Cli.Folder, path);

    /// <summary>From now on models answer this to a question; the right answer is always "yes".</summary>
    public void Answers(Func<int, string> answer) => Answers((question, _) => Task.FromResult(answer(question)));

    public void Answers(Func<int, CancellationToken, Task<string>> answer) => Script.Answer = (_, prompt, token) =>
    {
        Interlocked.Increment(ref _asked);
        return answer(int.Parse(prompt["Answer: question ".Length..], CultureInfo.InvariantCulture), token);
    };

    public Task<(int Code, string Out, string Error)> RunAsync(params string[] args) => RunAsync(TestContext.Current.CancellationToken, args);

    public Task<(int Code, string Out, string Error)> RunAsync(CancellationToken cancellationToken, params string[] args) =>
        Cli.RunAsync(cancellationToken, ["eval", "run", args[0], "--assembly", App, .. args[1..]]);

    public Task<(int Code, string Out, string Error)> EvalAsync(params string[] args) => Cli.RunAsync(["eval", .. args]);

    /// <summary>A baseline of good answers.</summary>
    public async Task AcceptGoodAsync(string eval = "answer")
    {
        Assert.Equal(4, (await RunAsync(eval, "--out", "first")).Code);
        var (code, _, error) = await EvalAsync("accept", eval, "--from", "first");
        Assert.Equal((0, ""), (code, error));
    }

    public async Task<JsonElement> JsonAsync(string path) => JsonElement.Parse(await File.ReadAllTextAsync(PathOf(path), TestContext.Current.CancellationToken));

    public void Dispose()
    {
        Script.Answer = null;
        Cli.Dispose();
    }

    private static string CaseOf(int i, string more) => FormattableString.Invariant($"  - {{ id: q-{i}, input: question {i}, reference: \"yes\", expect: {{ exact: \"yes\" }}, tags: [{(i % 2 == 0 ? "even" : "odd")}]{more} }}");
}
