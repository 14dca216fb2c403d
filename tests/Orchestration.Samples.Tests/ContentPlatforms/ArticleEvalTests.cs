using System.Diagnostics;
using System.Text.Json;
using ContentPlatform;
using Orchestration.Testing;

namespace Orchestration.Samples.Tests.ContentPlatforms;

/// <summary>The eval of the sample, run by the tool as CI runs it: green against the committed baseline, red with a prompt that was broken.</summary>
public sealed class ArticleEvalTests : IDisposable
{
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("article-eval-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_committed_prompts_are_as_good_as_the_committed_baseline()
    {
        var (code, output) = await RunAsync(typeof(Tools));

        Assert.True(code == 0, output);
        Assert.Equal("Ok", Verdict(output).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_broken_prompt_fails_the_build_and_the_cases_that_show_it_are_named()
    {
        var (code, output) = await RunAsync(typeof(TersePrompt), "--no-confirm");

        Assert.True(code == 3, output);
        Assert.Equal("Regression", Verdict(output).GetProperty("outcome").GetString());
        Assert.Contains("isinglass", output, StringComparison.Ordinal);
    }

    public void Dispose() => _out.Delete(recursive: true);

    private async Task<(int Code, string Output)> RunAsync(Type host, params string[] more)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "orchestration"))
        {
            ArgumentList =
            {
                "eval", "run", "articles", "--assembly", host.Assembly.Location, "--host", host.FullName!, "--root", Repository.PathOf("samples", "ContentPlatform"), "--out", _out.FullName, "--json",
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in more)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Token);
        var output = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, output.Length > 0 ? output : await error);
    }

    private static JsonElement Verdict(string output) => JsonDocument.Parse(output).RootElement.GetProperty("evals")[0].GetProperty("report").GetProperty("verdict");
}
