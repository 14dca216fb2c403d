using System.Text.Json;

namespace Orchestration.Cli.Tests.Commands.Replays;

public sealed class WhatIfTests : IDisposable
{
    private readonly ReplayFolder _folder = new();

    [Fact]
    public async Task A_dry_run_prices_the_recorded_tokens_without_an_application()
    {
        await FillAsync(3);

        var (code, output, error) = await _folder.Cli.RunAsync("replay", "what-if", "--graph", "note", "--model", "gpt-4o", "--dry-run", "--json");

        Assert.Equal((0, ""), (code, error));
        var root = JsonDocument.Parse(output).RootElement;
        Assert.Equal((3, 0.12m), (root.GetProperty("population").GetInt32(), root.GetProperty("beforeUsd").GetDecimal()));
        Assert.InRange(root.GetProperty("repricedUsd").GetDecimal(), 0.0001m, 0.01m);
    }

    [Fact]
    public async Task A_model_of_the_application_is_priced_by_its_own_price_and_nothing_is_run()
    {
        await FillAsync(2);

        var (code, output, _) = await _folder.RunWithAppAsync("replay", "what-if", "--model", "big", "--reprice");

        Assert.Equal(0, code);
        Assert.Contains("2 runs in the window did cost $0.08. Their tokens at the price of big: $0.16 (+100 %).", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Reruns));
    }

    [Fact]
    public async Task Money_is_not_spent_before_it_was_agreed_to()
    {
        await FillAsync(2);

        var (code, output, error) = await _folder.RunWithAppAsync("replay", "what-if", "--graph", "note", "--model", "big");

        Assert.Equal(2, code);
        Assert.Contains("did cost $0.08", output, StringComparison.Ordinal);
        Assert.Contains("To run 2 runs again for $1.00 at the most, add --yes", error, StringComparison.Ordinal);
        Assert.Empty(await _folder.RerunStartsAsync());
    }

    [Fact]
    public async Task A_sample_is_done_again_and_its_cost_time_scores_and_failures_stand_side_by_side()
    {
        await FillAsync(6);

        var (code, output, error) = await _folder.RunWithAppAsync("replay", "what-if", "--graph", "note", "--version", "5", "--model", "big", "--sample", "4", "--yes", "--budget", "10");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("note v5 on big: 4 of 6 runs done again and compared, for $0.32", output, StringComparison.Ordinal);
        Assert.Equal(["cost of the window", "$0.24", "$0.48", "$0.48 to $0.48"], Row(output, "cost of the window"));
        Assert.Equal("0.0 %", Row(output, "failures")[2]);
        Assert.Equal(["kind", "1.000", "0.000", "change -1.000 to -1.000"], Row(output, "kind"));
        Assert.Equal(4, (await _folder.RerunStartsAsync()).Count(static start => start.RerunOf is not null));
    }

    [Fact]
    public async Task A_budget_that_does_not_suffice_ends_with_5_and_shows_what_was_done()
    {
        await FillAsync(12);

        var (code, output, _) = await _folder.RunWithAppAsync("replay", "what-if", "--graph", "note", "--model", "big", "--yes", "--budget", "0.70", "--json");

        Assert.Equal(5, code);
        var root = JsonDocument.Parse(output).RootElement;
        Assert.True(root.GetProperty("budgetExceeded").GetBoolean());
        Assert.InRange(root.GetProperty("spentUsd").GetDecimal(), 0.01m, 0.70m);
    }

    [Theory]
    [InlineData("--graph note", "What if what?")]
    [InlineData("--model big --sample 0", "--sample is at least 1")]
    [InlineData("--model big --yes", "Graph 'letter' has effects that would be executed again: send")]
    [InlineData("--graph note --model big --yes --scorer nice", "have no scorer 'nice'. They have: kind.")]
    public async Task What_cannot_be_meant_ends_with_2(string options, string why)
    {
        await FillAsync(1);

        var (code, _, error) = await _folder.RunWithAppAsync(["replay", "what-if", .. options.Split(' ')]);

        Assert.Equal(2, code);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_window_is_said_to_be_empty()
    {
        await FillAsync(1);

        var (code, output, _) = await _folder.RunWithAppAsync("replay", "what-if", "--model", "big", "--yes", "--tenant", "globex");

        Assert.Equal(0, code);
        Assert.StartsWith("The log has no such run in that time.", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task FillAsync(int runs)
    {
        for (var i = 0; i < runs; i++)
        {
            await _folder.RecordAsync($"tea {i}");
        }
    }

    private static string[] Row(string output, string name) =>
        output.Split('\n').Single(line => line.TrimStart().StartsWith($"{name} ", StringComparison.Ordinal)).Split("  ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
