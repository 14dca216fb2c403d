using System.Text.Json;
using Orchestration.Cli.Display;
using Orchestration.Evals.Reruns;
using Orchestration.Evals.Scorers;

namespace Orchestration.Cli.Tests.Commands.Replays;

public sealed class BisectTests : IDisposable
{
    private readonly ReplayFolder _folder = new();

    [Theory]
    [InlineData("--contains Kindly")]
    [InlineData("--matches ^small:.Kindly")]
    [InlineData("--scorer kind")]
    [InlineData("--contains Kindly --exhaustive")]
    public async Task The_first_version_that_is_worse_is_named(string measure)
    {
        var run = await _folder.RecordAsync("tea");

        var (code, output, error) = await _folder.RunWithAppAsync(["replay", "bisect", "last", "--repeats", "1", .. measure.Split(' ')]);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("It is worse since version 4; version 3 was good.", output, StringComparison.Ordinal);
        Assert.All(await _folder.RerunStartsAsync(), start => Assert.Equal(run, start.RerunOf));
    }

    [Fact]
    public async Task An_input_of_ones_own_needs_no_log()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Cli.Folder, "tea.json"), "\"tea\"", TestContext.Current.CancellationToken);

        var (code, output, _) = await _folder.RunWithAppAsync("replay", "bisect", "--graph", "note", "--input", "tea.json", "--contains", "Kindly", "--good", "2", "--bad", "5", "--json");

        Assert.Equal(0, code);
        var root = JsonDocument.Parse(output).RootElement;
        Assert.Equal(("found", 4, 3), (root.GetProperty("outcome").GetString(), root.GetProperty("firstBad").GetInt32(), root.GetProperty("lastGood").GetInt32()));
        Assert.Equal([2, 3, 4, 5], root.GetProperty("versions").EnumerateArray().Select(static version => version.GetProperty("version").GetInt32()));
        Assert.All(root.GetProperty("versions").EnumerateArray(), static version => Assert.Equal(3, version.GetProperty("scores").GetArrayLength()));
        Assert.Equal(12 * 0.04m, root.GetProperty("spentUsd").GetDecimal());
    }

    [Fact]
    public async Task A_budget_that_does_not_suffice_ends_with_5()
    {
        await _folder.RecordAsync("tea");

        var (code, output, _) = await _folder.RunWithAppAsync("replay", "bisect", "last", "--contains", "Kindly", "--budget", "0.01");

        Assert.Equal(5, code);
        Assert.Contains("Version 1 could not be judged", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("last", "give --contains TEXT, --matches REGEX, or --scorer NAME")]
    [InlineData("last --contains a --matches b", "give --contains TEXT, --matches REGEX, or --scorer NAME")]
    [InlineData("--contains a", "Name a run whose input is tried")]
    [InlineData("last --contains a --good 5", "registered in the range are 1")]
    [InlineData("--graph note --input none.json --contains a", "There is no file 'none.json'")]
    [InlineData("last --matches (", "pattern")]
    [InlineData("last --contains a --repeats 0", "--repeats is at least 1")]
    public async Task What_cannot_be_meant_ends_with_2(string options, string why)
    {
        await _folder.RecordAsync("tea");

        var (code, output, error) = await _folder.RunWithAppAsync(["replay", "bisect", .. options.Split(' ')]);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_that_was_stopped_says_where_to_go_on() =>
        Assert.Equal("Cancelled. Go on with --good 4 --bad 7.", BisectView.HowToGoOn([Probe(1, false), Probe(4, false), Probe(7, true), Probe(9, true)]));

    public void Dispose() => _folder.Dispose();

    private static BisectProbe Probe(int version, bool isBad) => new(version, isBad, [Score.Pass(!isBad, "by its words")], 0);
}
