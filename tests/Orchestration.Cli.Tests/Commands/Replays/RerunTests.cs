using System.Collections.Immutable;
using System.Text.Json;
using Orchestration.Cli.Display;
using Orchestration.Replay;

namespace Orchestration.Cli.Tests.Commands.Replays;

public sealed class RerunTests : IDisposable
{
    private readonly ReplayFolder _folder = new();

    [Fact]
    public async Task A_run_on_another_model_stands_beside_the_recorded_one()
    {
        await _folder.RecordAsync("tea");

        var (code, output, error) = await _folder.RunWithAppAsync("replay", "rerun", "last", "--model", "big");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("note@1 on big", output, StringComparison.Ordinal);
        Assert.Equal(["cost", "$0.04", "$0.08", "+100 %"], Row(output, "cost"));
        Assert.Equal(["tokens out", "20", "20", "0 %"], Row(output, "tokens out"));
        Assert.Contains("- small: Kindly note small: Tell of tea", output, StringComparison.Ordinal);
        Assert.Contains("+ BIG: Kindly note BIG: Tell of tea", output, StringComparison.Ordinal);
        Assert.Contains("small → big", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_records_name_the_recorded_run_and_go_to_a_log_of_their_own()
    {
        var run = await _folder.RecordAsync("tea");
        var before = await _folder.BytesAsync();

        var (_, output, _) = await _folder.RunWithAppAsync("replay", "rerun", "last", "--model", "big", "--actor", "kim");

        Assert.Contains(await _folder.RerunStartsAsync(), start => start.RerunOf == run && start.Route == "big");
        Assert.Equal(before, await _folder.BytesAsync());
        var shown = output.Split('\n').Single(static line => line.StartsWith("All of it: ", StringComparison.Ordinal))["All of it: orchestration ".Length..];
        Assert.Equal(0, (await _folder.Cli.RunAsync(shown.Split(' '))).Code);
    }

    [Fact]
    public async Task Another_version_one_step_and_another_folder_may_be_chosen()
    {
        await _folder.RecordAsync("tea");

        var (_, version, _) = await _folder.RunWithAppAsync("replay", "rerun", "last", "--version", "5", "--json");
        var (_, step, _) = await _folder.RunWithAppAsync("replay", "rerun", "last", "--step", "note", "--model", "big", "--json", "--to-audit", "mine");

        Assert.Equal("small: Curtly note small: Tell of tea", JsonDocument.Parse(version).RootElement.GetProperty("after").GetProperty("output").GetString());
        var root = JsonDocument.Parse(step).RootElement;
        Assert.Equal("BIG: Kindly note small: Tell of tea", root.GetProperty("after").GetProperty("output").GetString());
        Assert.Equal((0.02m, 0.04m), (root.GetProperty("before").GetProperty("costUsd").GetDecimal(), root.GetProperty("after").GetProperty("costUsd").GetDecimal()));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_folder.Cli.Folder, "mine"), "audit-*.jsonl"));
    }

    [Fact]
    public async Task A_budget_that_does_not_suffice_ends_with_5()
    {
        await _folder.RecordAsync("tea");

        var (code, output, _) = await _folder.RunWithAppAsync("replay", "rerun", "last", "--model", "big", "--budget", "0.01");

        Assert.Equal(5, code);
        Assert.Contains("The rerun could not be judged", output, StringComparison.Ordinal);
        Assert.Equal("$0", Row(output, "cost")[2]);
    }

    [Fact]
    public async Task Effects_are_executed_again_only_when_it_was_said()
    {
        await _folder.RecordAsync("hello", ReplayHost.Letter);

        var (refused, _, error) = await _folder.RunWithAppAsync("replay", "rerun", "last");
        var (agreed, _, _) = await _folder.RunWithAppAsync("replay", "rerun", "last", "--effects");
        var (step, _, _) = await _folder.RunWithAppAsync("replay", "rerun", "last", "--step", "reply");

        Assert.Equal((2, 0, 0), (refused, agreed, step));
        Assert.Contains("effects that would be executed again: send", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model none", "'none'")]
    [InlineData("--version 9", "registered are 1, 2, 3, 4, 5")]
    [InlineData("--budget 0", "--budget is more than 0")]
    [InlineData("--to-audit audit", "the recorded log is not written")]
    public async Task What_is_not_there_or_cannot_be_meant_ends_with_2(string option, string why)
    {
        await _folder.RecordAsync("tea");

        var (code, output, error) = await _folder.RunWithAppAsync(["replay", "rerun", "last", .. option.Split(' ')]);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_removed_stands_beside_what_is_added_in_its_place()
    {
        ImmutableArray<DiffLine> lines = [Of(DiffMark.Same, "a"), Of(DiffMark.Removed, "b"), Of(DiffMark.Removed, "c"), Of(DiffMark.Added, "B"), Of(DiffMark.Gap, "")];

        Assert.Equal([("a", "a"), ("b", "B"), ("c", null), ("", "")], DiffView.Pairs(lines).Select(static pair => (pair.Left?.Text, pair.Right?.Text)));

        static DiffLine Of(DiffMark mark, string text) => new(mark, text);
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Row(string output, string name) =>
        output.Split('\n').Single(line => line.TrimStart().StartsWith($"{name} ", StringComparison.Ordinal)).Split("  ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
