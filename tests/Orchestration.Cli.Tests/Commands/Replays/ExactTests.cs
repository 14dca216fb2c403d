using System.Text.Json;
using Orchestration.Audit;
using Orchestration.Cli.Commands.Replays;
using Orchestration.Cli.Display;
using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Replay;
using Orchestration.Testing;

namespace Orchestration.Cli.Tests.Commands.Replays;

public sealed class ExactTests : IDisposable
{
    private const string Rest = "warehouses were built of brick. Most of them are flats today. A ferry leaves every hour.";

    private static readonly string[] Half = ["The harbour", " lies in the", " north of", " the town.", " Its oldest", " warehouses were", " built of", " brick. Most", " of th"];

    private readonly ReplayFolder _folder = new();

    [Fact]
    public async Task What_was_seen_stands_step_by_step_under_who_said_it()
    {
        var run = await _folder.RecordAsync("tea");

        var (code, output, error) = await _folder.Cli.RunAsync("replay", "exact", "last");

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(
            $"note v1  {run}  tenant acme\n── facts ── small, attempt 1\nsmall: Tell of tea\n── note ── small, attempt 1\nsmall: Kindly note small: Tell of tea\n", output);
    }

    [Fact]
    public async Task Raw_is_the_text_of_the_step_and_nothing_else()
    {
        await _folder.RecordAsync("tea\n\u001b[1m ☕");

        var (code, output, error) = await _folder.Cli.RunAsync("replay", "exact", "last", "--raw", "--step", "facts");

        Assert.Equal((0, "small: Tell of tea\n\u001b[1m ☕", ""), (code, output, error));
    }

    [Fact]
    public async Task Raw_of_several_steps_asks_which()
    {
        await _folder.RecordAsync("tea");

        var (code, output, error) = await _folder.Cli.RunAsync("replay", "exact", "last", "--raw");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("Say with --step whose text: facts, note.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spliced_answer_shows_both_legs_and_the_seam_and_raw_is_what_the_user_had()
    {
        await _folder.RecordAsync("harbour", Spliced(), small: new ScriptedChatClient().DiesAfter(Half).Answers(static _ => Rest));

        var shown = (await _folder.Cli.RunAsync("replay", "exact", "last")).Out;
        var raw = (await _folder.Cli.RunAsync("replay", "exact", "last", "--raw")).Out;

        Assert.Contains("── seam: small broke off in attempt 1, small carries on in attempt 2", shown, StringComparison.Ordinal);
        Assert.Contains("1st leg", shown, StringComparison.Ordinal);
        Assert.Contains("2nd leg", shown, StringComparison.Ordinal);
        Assert.Equal("The harbour lies in the north of the town. Its oldest warehouses were built of brick. Most of them are flats today. A ferry leaves every hour.", raw);
        Assert.Equal(raw, string.Concat(shown.Split('\n').Where(static line => !line.StartsWith("──", StringComparison.Ordinal) && !line.StartsWith("   ", StringComparison.Ordinal) && !line.StartsWith("splice v1", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Json_has_each_piece_with_its_time_and_both_legs_whole()
    {
        await _folder.RecordAsync("harbour", Spliced(), small: new ScriptedChatClient().DiesAfter(Half).Answers(static _ => Rest));

        var (code, output, _) = await _folder.Cli.RunAsync("replay", "exact", "last", "--json");

        Assert.Equal(0, code);
        var root = JsonDocument.Parse(output).RootElement;
        var events = root.GetProperty("events").EnumerateArray().ToList();
        var splice = Assert.Single(events, static e => e.GetProperty("kind").GetString() == "splice");
        Assert.Equal(string.Concat(Half), splice.GetProperty("first").GetProperty("text").GetString());
        Assert.Equal(Rest, splice.GetProperty("second").GetProperty("text").GetString());
        var pieces = events.Where(static e => e.GetProperty("kind").GetString() == "text").ToList();
        Assert.Equal(root.GetProperty("texts").GetProperty("tell").GetString(), string.Concat(pieces.Select(static e => e.GetProperty("text").GetString())));
        Assert.All(pieces, static e => Assert.Equal(0, e.GetProperty("at").GetDouble()));
    }

    [Theory]
    [InlineData("1", 4)]
    [InlineData("2", 2)]
    public async Task A_stream_takes_as_long_as_it_took_or_half_as_long(string speed, int seconds)
    {
        var signal = new TaskCompletionSource();
        var run = await _folder.RecordAsync("tea", Spliced(), small: new ScriptedChatClient().Waits(signal.Task, ["one "], ["two"]), atText: () =>
        {
            _folder.Cli.Time.Advance(signal.Task.IsCompleted ? TimeSpan.Zero : TimeSpan.FromSeconds(4));
            signal.TrySetResult();
        });
        var seen = await RecordedStream.LoadAsync(new FileAuditReader(_folder.Log), run, cancellationToken: TestContext.Current.CancellationToken);
        var (time, output) = (new ManualTime(), new StringWriter { NewLine = "\n" });
        var tool = new Tool(Screen.Plain(output, TextWriter.Null), static _ => null, time, _folder.Cli.Folder);

        var play = SeenView.PlayAsync(tool, seen, ExactCommand.SpeedOf(tool, speed, isRaw: false), TestContext.Current.CancellationToken);

        Assert.EndsWith("one ", output.ToString(), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(play.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await play;
        Assert.EndsWith("one two\n", output.ToString(), StringComparison.Ordinal);
        Assert.True(double.IsPositiveInfinity(ExactCommand.SpeedOf(tool, null, isRaw: false)));
    }

    [Fact]
    public async Task A_look_is_recorded_with_who_why_and_what()
    {
        var run = await _folder.RecordAsync("tea");
        var before = await _folder.BytesAsync();

        await _folder.Cli.RunAsync("replay", "exact", "last", "--actor", "kim", "--reason", "ticket 7");

        var look = Assert.Single(await _folder.LooksAsync());
        Assert.Equal(("acme", run), (look.Tenant, look.Run));
        Assert.Equal(new AccessedRecord { Actor = "kim", Action = "exact", Reason = "ticket 7" }, look.Body);
        Assert.Equal(before, await _folder.BytesAsync());
    }

    [Fact]
    public async Task Another_tenants_run_is_not_there_and_the_try_is_recorded()
    {
        var run = await _folder.RecordAsync("tea");
        _folder.Cli.Environment["ORCHESTRATION_TENANTS"] = "globex";

        var (code, output, error) = await _folder.Cli.RunAsync("replay", "exact", $"{run}", "--actor", "kim");
        var (missing, _, _) = await _folder.Cli.RunAsync("replay", "exact", "01900000-0000-7000-8000-00000000000f", "--actor", "kim");

        Assert.Equal((2, "", 2), (code, output, missing));
        Assert.Contains($"holds no run {run} that you may see", error, StringComparison.Ordinal);
        Assert.DoesNotContain("acme", error, StringComparison.Ordinal);
        Assert.Equal(["exact (refused)", "exact"], (await _folder.LooksAsync()).Select(static look => ((AccessedRecord)look.Body).Action));
    }

    [Fact]
    public async Task A_look_that_cannot_be_recorded_shows_nothing()
    {
        await _folder.RecordAsync("tea");
        await File.WriteAllTextAsync(Path.Combine(_folder.Log, "access"), string.Empty, TestContext.Current.CancellationToken);

        var (code, output, error) = await _folder.Cli.RunAsync("replay", "exact", "last");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("Nothing is shown, since the look could not be recorded", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--speed 0", "is no speed")]
    [InlineData("--speed fast", "is no speed")]
    [InlineData("--raw --speed 1", "Leave --speed or --raw out")]
    [InlineData("--step nothing", "Nothing was seen of a step 'nothing'")]
    public async Task What_cannot_be_meant_is_refused(string option, string why)
    {
        await _folder.RecordAsync("tea");

        var (code, _, error) = await _folder.Cli.RunAsync(["replay", "exact", "last", .. option.Split(' ')]);

        Assert.Equal(2, code);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_that_were_mixed_stand_one_after_the_other_and_a_resumed_run_parts_them()
    {
        SeenEvent[] mixed = [Text("a", "1"), Text("b", "2"), Text("a", "3"), new SeenResume(default), Text("b", "4"), Text("a", "5"), Text("b", "6")];

        Assert.Equal(["1", "3", "2", "", "4", "6", "5"], SeenView.ByStep(mixed).Select(static e => (e as SeenText)?.Text ?? string.Empty));

        static SeenText Text(string step, string text) => new(default, 1, "m", text) { Step = step };
    }

    [Fact]
    public void What_would_steer_a_terminal_is_drawn() => Assert.Equal("a\n\t␛[2J␍␡b", Visible.Of("a\n\t\u001b[2J\r\u009bb"));

    public void Dispose() => _folder.Dispose();

    private static Graph<string, string> Spliced() => Graph.Define("splice", 1, static (GraphBuilder g, Step<string> topic) =>
        g.Ask("tell", topic, static t => Prompt.Text($"Describe {t}"), new StepPolicy { Route = "small", Retry = new() { BaseDelay = TimeSpan.Zero } }));
}
