using System.Text.Json;

namespace Orchestration.Cli.Tests.Commands;

public sealed class ModelsTests : IDisposable
{
    private static readonly string App = Path.Combine(AppContext.BaseDirectory, "Orchestration.Cli.TestApp.dll");

    private readonly CommandLine _cli = new();

    [Fact]
    public async Task List_finds_models_by_a_part_of_the_name()
    {
        var (code, output, _) = await _cli.RunAsync("models", "list", "gpt-4o-mini", "--json");

        Assert.Equal(0, code);
        Assert.All(JsonDocument.Parse(output).RootElement.GetProperty("models").EnumerateArray(), static model => Assert.Contains("gpt-4o-mini", model.GetProperty("model").GetString(), StringComparison.Ordinal));
        Assert.Contains("gpt-4o-mini", (await _cli.RunAsync("models", "list", "gpt-4o-mini")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Price_is_that_of_the_catalogue_to_the_nano_dollar()
    {
        var price = Models.ModelCatalog.Default.Find("gpt-4o-mini")!.PriceAt(_cli.Time.GetUtcNow())!;

        var (_, output, _) = await _cli.RunAsync("models", "price", "gpt-4o-mini", "--in", "1000", "--out", "10", "--calls", "3", "--json");

        var expected = (1000 * price.InputUsdPerMillion / 1_000_000) + (10 * price.OutputUsdPerMillion / 1_000_000);
        Assert.Equal(3 * expected, JsonDocument.Parse(output).RootElement.GetProperty("totalUsd").GetDecimal());
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_answered_with_those_near_it()
    {
        var (code, _, error) = await _cli.RunAsync("models", "price", "gpt-4o-min", "--in", "1");

        Assert.Equal(2, code);
        Assert.Contains("The catalogue has no model 'gpt-4o-min'. It has gp", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_finds_the_model_without_a_price()
    {
        var (code, output, _) = await _cli.RunAsync("models", "check", "--assembly", App);

        Assert.Equal(1, code);
        Assert.Contains("✓ large  $1000 in, $2000 out", output, StringComparison.Ordinal);
        Assert.Contains("✗ small  its price is not known", output, StringComparison.Ordinal);
        Assert.Contains("1 model of 2 without a price", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reconcile_sets_the_invoice_beside_the_log()
    {
        await SampleLog.WriteAsync(Path.Combine(_cli.Folder, "audit"), _cli.Time);
        await File.WriteAllTextAsync(
            Path.Combine(_cli.Folder, "usage.csv"), "day,model,input_tokens,output_tokens,cost_usd\n2026-01-01,large,100,5,0.11\n2026-01-01,small,30,7,0.05\n", TestContext.Current.CancellationToken);

        var (code, output, error) = await _cli.RunAsync("models", "reconcile", "usage.csv", "--json");

        Assert.Equal((0, ""), (code, error));
        var row = JsonDocument.Parse(output).RootElement.GetProperty("rows").EnumerateArray().Single(static row => row.GetProperty("model").GetString() == "large");
        Assert.Equal(0.11m, row.GetProperty("invoiced").GetProperty("usd").GetDecimal());
        Assert.Contains("large", (await _cli.RunAsync("models", "reconcile", "usage.csv")).Out, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();
}
