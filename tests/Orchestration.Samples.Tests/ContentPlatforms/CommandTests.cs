using ContentPlatform;
using ContentPlatform.Commands;
using ContentPlatform.Display;
using Orchestration.Audit;
using Spectre.Console;

namespace Orchestration.Samples.Tests.ContentPlatforms;

public sealed class CommandTests : IDisposable
{
    private const string Article = "out/how-the-whale-breathes.md";
    private readonly Terminal _terminal = new();

    [Fact]
    public async Task Write_makes_an_article_and_says_what_it_took()
    {
        var code = await _terminal.TypeAsync("write How the whale breathes");

        Assert.Equal(App.Ok, code);
        var article = await ReadAsync();
        Assert.StartsWith("---\ntitle: \"", article, StringComparison.Ordinal);
        Assert.Contains("\ntopic: \"How the whale breathes\"\n---\n\n# ", article, StringComparison.Ordinal);
        Assert.Equal(4, article.Split("\n## ").Length - 1);
        Assert.Contains("  | ## ", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("Wrote ", _terminal.Output, StringComparison.Ordinal);
        Assert.Matches("cost +\\$0, [0-9,]+ tokens", _terminal.Output);
        Assert.Matches("run +[0-9a-f-]{36}", _terminal.Output);
        Assert.DoesNotContain('\u001b', _terminal.Output);
    }

    [Fact]
    public async Task The_second_identical_write_is_served_from_the_cache()
    {
        await _terminal.TypeAsync("write How the whale breathes");
        var first = await ReadAsync();

        await _terminal.TypeAsync("write How the whale breathes");

        Assert.Equal(first, await ReadAsync());
        Assert.Contains("All 8 answers came from the cache: no model was called, nothing was spent.", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("$0, 0 tokens", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_gives_the_file_to_the_byte_and_says_so_when_it_does_not()
    {
        await _terminal.TypeAsync("write How the whale breathes");

        Assert.Equal(App.Ok, await _terminal.TypeAsync("replay last"));
        Assert.Contains("to the byte", _terminal.Output, StringComparison.Ordinal);

        await File.AppendAllTextAsync(_terminal.In(Article), "x", TestContext.Current.CancellationToken);
        await _terminal.TypeAsync("replay last");
        Assert.Contains("The article differs", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_failures_heal_by_retry()
    {
        var code = await _terminal.TypeAsync("write How the whale breathes --fail research:2");

        Assert.Equal(App.Ok, code);
        Assert.Matches("research +attempt 1 on local: Overloaded", _terminal.Output);
        Assert.Matches("research +attempt 2 on local: StreamInterrupted", _terminal.Output);
        Assert.Matches("research +done +local +3 attempts", _terminal.Output);
    }

    [Fact]
    public async Task Nine_failures_fall_back_to_the_second_model()
    {
        var code = await _terminal.TypeAsync("write How the whale breathes --fail research:9 --fail seo:1");

        Assert.Equal(App.Ok, code);
        Assert.Matches("research +done +local-backup +4 attempts", _terminal.Output);
        Assert.Matches("seo +done +local +2 attempts", _terminal.Output);
        Assert.Contains("research fell back to local-backup.", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_lists_runs_and_shows_every_attempt_of_one()
    {
        await _terminal.TypeAsync("write How the whale breathes --fail outline:1");

        await _terminal.TypeAsync("audit");
        Assert.Matches("How the whale breathes +succeeded +9", _terminal.Output);
        await _terminal.TypeAsync("audit last");
        Assert.Contains("attempt 1 on local  stream interrupted: Failed on purpose", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("attempt 2 on local  done", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("9 calls", _terminal.Output, StringComparison.Ordinal);
        Assert.Equal(App.Ok, await _terminal.TypeAsync("audit --verify"));
        Assert.Contains("as it was written", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_log_is_found_out()
    {
        await _terminal.TypeAsync("write How the whale breathes");
        var segment = Directory.GetFiles(_terminal.In("audit"), "*.jsonl").Single();
        var text = await File.ReadAllTextAsync(segment, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(segment, text.Replace("local", "lOcal", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Assert.Equal(App.Failed, await _terminal.TypeAsync("audit --verify"));
        Assert.Contains("not as it was written", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_says_how_to_go_on_and_goes_on()
    {
        Assert.Equal(App.Cancelled, await _terminal.TypeAsync("write How the whale breathes --pace 1000", ctrlCAt: "outline "));
        Assert.Contains("to go on: dotnet run --project samples/ContentPlatform -- resume ", _terminal.Output, StringComparison.Ordinal);
        Assert.Equal(App.Ok, await _terminal.TypeAsync("resume last"));

        Assert.Matches("research +from log", _terminal.Output);
        Assert.Contains("Wrote ", _terminal.Output, StringComparison.Ordinal);
        Assert.Equal(App.Ok, await _terminal.TypeAsync("replay last"));
        Assert.Contains("to the byte", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_is_stood_in_for_by_the_local_model()
    {
        _terminal.Set("OPENAI_BASE_URL", "http://127.0.0.1:9/v1");
        _terminal.Set("OPENAI_MODEL", "nobody");

        Assert.Equal(App.Ok, await _terminal.TypeAsync("write How the whale breathes"));

        Assert.Matches("research +attempt 1 on nobody: ConnectionLost", _terminal.Output);
        Assert.Matches("research +done +local-backup", _terminal.Output);
        Assert.Equal(App.Ok, await _terminal.TypeAsync("replay last"));
    }

    [Fact]
    public async Task Four_simulated_providers_write_an_article_and_their_faults_are_healed()
    {
        Assert.Equal(App.Ok, await _terminal.TypeAsync("write How the whale breathes --simulate"));

        Assert.Contains("simulated Gemini, Anthropic, OpenAI, Ollama", _terminal.Output, StringComparison.Ordinal);
        Assert.Matches("research +done +gemini-2.5-flash-lite", _terminal.Output);
        Assert.Matches("claude-sonnet-4-6: Overloaded", _terminal.Output);
        Assert.Matches(@"cost +\$0\.0", _terminal.Output);
        Assert.DoesNotContain("local-backup", _terminal.Output, StringComparison.Ordinal);
        Assert.Equal(App.Ok, await _terminal.TypeAsync("replay last"));
    }

    [Fact]
    public async Task An_outage_in_the_middle_of_the_text_leaves_one_text_without_a_seam()
    {
        Assert.Equal(App.Ok, await _terminal.TypeAsync("write How the whale breathes --simulate --outage --pace 400"));
        var (output, article) = (_terminal.Output, await ReadAsync());

        Assert.Matches("polish +attempt 1 on claude-sonnet-4-6: (StreamInterrupted|ConnectionLost)", output);
        Assert.Matches(@"\n  ~ claude-sonnet-4-6 broke off after [0-9,]+ characters; gpt-5\.1 goes on\r?\n", output);
        Assert.Matches("polish +done +gpt-5.1 +2 attempts", output);
        Assert.Matches(@"One text, no seam: claude-sonnet-4-6 broke off after [0-9,]+ characters \((at least|about) \$0\.00", output);
        var told = output.Split('\n').Select(static line => line.TrimEnd('\r')).Where(static line => line.StartsWith("  |", StringComparison.Ordinal)).Select(static line => line[3..].TrimStart());
        Assert.EndsWith($"\n\n{string.Join('\n', told)}\n", article, StringComparison.Ordinal);

        await _terminal.TypeAsync("audit last");
        Assert.Matches("carries on attempt 1 after [0-9,]+ characters", _terminal.Output);
        Assert.Equal(App.Ok, await _terminal.TypeAsync("replay last"));
        Assert.Contains("to the byte", _terminal.Output, StringComparison.Ordinal);

        using var other = new Terminal();
        await other.TypeAsync("write How the whale breathes --simulate");
        Assert.Equal(TextOf(await File.ReadAllTextAsync(other.In(Article), TestContext.Current.CancellationToken)), TextOf(article));

        // The front matter holds the date, and midnight may come between the two.
        static string TextOf(string article) => article[article.IndexOf("\n# ", StringComparison.Ordinal)..];
    }

    [Fact]
    public async Task Calls_of_providers_fail_on_purpose_too()
    {
        Assert.Equal(App.Ok, await _terminal.TypeAsync("write How the whale breathes --simulate --fail outline:3"));

        Assert.Matches("outline +attempt 1 on gemini-2.5-flash-lite: ServerError", _terminal.Output);
        Assert.Matches("outline +attempt 2 on gemini-2.5-flash-lite: Overloaded", _terminal.Output);
    }

    [Fact]
    public async Task The_graph_is_printed_as_Mermaid()
    {
        Assert.Equal(App.Ok, await _terminal.TypeAsync("graph"));
        Assert.StartsWith("flowchart TD", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("research", _terminal.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("write tea --sources nowhere", "There is no folder")]
    [InlineData("write tea --fail research", "--fail research is not understood")]
    [InlineData("write tea --fail research:none", "is not understood")]
    [InlineData("write tea --fail dreaming:2", "there is no model step 'dreaming'. The steps are research, outline, sections, polish, seo.")]
    [InlineData("write tea --outage", "--outage needs --simulate")]
    [InlineData("resume last --outage --local", "--outage needs --simulate")]
    [InlineData("write tea --pace 0", "--pace must be more than 0")]
    [InlineData("replay 0123", "There is no audit log at")]
    [InlineData("audit last", "There is no audit log at")]
    [InlineData("wirte", "wirte")]
    public async Task What_is_not_understood_is_answered_with_a_sentence(string command, string answer)
    {
        Assert.Equal(App.Usage, await _terminal.TypeAsync(command));
        Assert.Contains(answer, _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_folder_and_an_unknown_run_are_named()
    {
        Directory.CreateDirectory(_terminal.In("empty"));
        await File.WriteAllTextAsync(_terminal.In("empty/README.md"), "Not material.", TestContext.Current.CancellationToken);

        Assert.Equal(App.Usage, await _terminal.TypeAsync($"write tea --sources {_terminal.In("empty")}"));
        Assert.Contains("holds no .md or .txt file (its README.md does not count)", _terminal.Error, StringComparison.Ordinal);

        Directory.CreateDirectory(_terminal.In("audit"));
        Assert.Equal(App.Usage, await _terminal.TypeAsync("resume ffff"));
        Assert.Contains("holds no run 'ffff'", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(140, 40)]
    [InlineData(80, 24)]
    [InlineData(30, 10)]
    [InlineData(10, 4)]
    [InlineData(1, 1)]
    public async Task The_live_display_fits_any_terminal(int width, int height)
    {
        var code = await _terminal.TypeAsync("write How the whale breathes --fail polish:1", screen: Live(width, height));

        Assert.Equal((App.Ok, string.Empty), (code, _terminal.Error));
        Assert.True(File.Exists(_terminal.In(Article)));
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(20, 40)]
    public async Task The_live_display_names_the_models_of_a_text_that_changed_hands(int width, int height)
    {
        Assert.Equal(App.Ok, await _terminal.TypeAsync("write How the whale breathes --simulate --outage --pace 200", screen: Live(width, height)));

        Assert.Contains(width == 80 ? "claude-sonnet-4-6 broke off; \u001b[1mgpt-5.1 goes on" : "claude", _terminal.Output, StringComparison.Ordinal);
        Assert.Equal(string.Empty, _terminal.Error);
    }

    [Fact]
    public async Task The_log_of_a_run_names_what_was_asked_and_what_came()
    {
        await _terminal.TypeAsync("write How the whale breathes");

        var run = await RunLog.FindAsync(_terminal.In("audit"), "last", TestContext.Current.CancellationToken);
        var records = await new FileAuditReader(_terminal.In("audit")).ReadAsync(new AuditQuery { Run = run }, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, records.Count(static record => record.Kind == AuditKind.Effect));
        Assert.Equal(8, records.Count(static record => record.Kind == AuditKind.AttemptEnded));
        Assert.All(records.Select(static record => record.Body).OfType<AttemptEndedRecord>(), static attempt => Assert.Equal(0m, attempt.CostUsd));
    }

    public void Dispose() => _terminal.Dispose();

    private static Func<TextWriter, TextWriter, Screen> Live(int width, int height) => (output, error) =>
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        (console.Profile.Width, console.Profile.Height) = (width, height);
        return new Screen(console, error, IsLive: true);
    };

    private Task<string> ReadAsync() => File.ReadAllTextAsync(_terminal.In(Article), TestContext.Current.CancellationToken);
}
