using System.Text.Json;
using Orchestration.Audit;

namespace Orchestration.Cli.Tests.Commands.Replays;

public sealed class VerifyTests : IDisposable
{
    private readonly ReplayFolder _folder = new();

    [Fact]
    public async Task A_run_of_the_same_code_holds_and_nothing_is_written_to_its_log()
    {
        await _folder.RecordAsync("tea");
        var before = await _folder.BytesAsync();

        var (code, output, error) = await _folder.RunWithAppAsync("replay", "verify", "last", "--actor", "kim");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("It holds", output, StringComparison.Ordinal);
        Assert.Equal(before, await _folder.BytesAsync());
        Assert.Equal("verify", ((AccessedRecord)Assert.Single(await _folder.LooksAsync()).Body).Action);
    }

    [Fact]
    public async Task A_changed_prompt_is_named_with_both_hashes_and_the_lines_that_differ()
    {
        var run = await _folder.RecordAsync("tea");

        var (code, output, _) = await _folder.RunAsAsync(nameof(ChangedReplayHost), "replay", "verify", $"{run}"[..18]);

        Assert.Equal(1, code);
        Assert.Contains("It diverges at step facts: prompt", output, StringComparison.Ordinal);
        Assert.Matches("recorded  [0-9a-f]{64}\nnow       [0-9a-f]{64}\n", output);
        Assert.Contains("Tell of tea", output.Split('\n').Single(static line => line.StartsWith("- ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("Say all of tea", output.Split('\n').Single(static line => line.StartsWith("+ ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains($"orchestration replay rerun {run}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_divergence()
    {
        await _folder.RecordAsync("tea");

        var (code, output, _) = await _folder.RunAsAsync(nameof(ChangedReplayHost), "replay", "verify", "last", "--json");

        Assert.Equal(1, code);
        var root = JsonDocument.Parse(output).RootElement;
        Assert.Equal("diverged", root.GetProperty("outcome").GetString());
        Assert.Equal(("facts", "prompt"), (root.GetProperty("divergence").GetProperty("step").GetString(), root.GetProperty("divergence").GetProperty("reason").GetString()));
        Assert.Contains(root.GetProperty("divergence").GetProperty("diff").EnumerateArray(), static line => line.GetProperty("mark").GetString() == "added");
    }

    [Fact]
    public async Task A_sample_is_summed_up_by_reason_and_step()
    {
        for (var i = 0; i < 3; i++)
        {
            await _folder.RecordAsync($"tea {i}");
        }

        await _folder.RecordAsync("hello", ReplayHost.Letter, tenant: "globex");

        var (code, output, _) = await _folder.RunAsAsync(nameof(ChangedReplayHost), "replay", "verify", "--from", "1d");
        var (held, ofGlobex, _) = await _folder.RunAsAsync(nameof(ChangedReplayHost), "replay", "verify", "--tenant", "globex", "--json");

        Assert.Equal(1, code);
        Assert.Contains("1 of 4 runs hold, 3 diverged, 0 could not be executed again; of 4 runs in the window.", output, StringComparison.Ordinal);
        var row = output.Split('\n').Single(static line => line.Contains("prompt", StringComparison.Ordinal)).Split("  ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["prompt", "facts", "3"], row[..3]);
        Assert.Equal(0, held);
        Assert.Equal((1, 1), (JsonDocument.Parse(ofGlobex).RootElement.GetProperty("population").GetInt32(), JsonDocument.Parse(ofGlobex).RootElement.GetProperty("held").GetInt32()));
    }

    [Fact]
    public async Task A_sample_is_as_large_as_was_asked_for_and_of_the_graph()
    {
        for (var i = 0; i < 3; i++)
        {
            await _folder.RecordAsync($"tea {i}");
        }

        await _folder.RecordAsync("hello", ReplayHost.Letter);

        var (_, output, _) = await _folder.RunWithAppAsync("replay", "verify", "--graph", "note", "--sample", "2", "--json");

        var root = JsonDocument.Parse(output).RootElement;
        Assert.Equal((3, 2), (root.GetProperty("population").GetInt32(), root.GetProperty("runs").GetArrayLength()));
    }

    [Theory]
    [InlineData("01900000-0000-7000-8000-00000000000f")]
    [InlineData("last --from 1d")]
    [InlineData("--sample 0")]
    public async Task What_is_not_there_or_cannot_be_meant_ends_with_2(string what)
    {
        await _folder.RecordAsync("tea");

        var (code, output, error) = await _folder.RunWithAppAsync(["replay", "verify", .. what.Split(' ')]);

        Assert.Equal((2, ""), (code, output));
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task Who_may_see_one_tenant_verifies_no_other()
    {
        var run = await _folder.RecordAsync("tea");
        _folder.Cli.Environment["ORCHESTRATION_TENANTS"] = "globex";

        var (one, _, _) = await _folder.RunWithAppAsync("replay", "verify", $"{run}");
        var (_, many, _) = await _folder.RunWithAppAsync("replay", "verify");

        Assert.Equal(2, one);
        Assert.Equal("No such run.\n", many);
    }

    public void Dispose() => _folder.Dispose();
}
