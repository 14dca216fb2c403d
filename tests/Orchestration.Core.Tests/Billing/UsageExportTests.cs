using System.Text;
using Orchestration.Billing;
using Orchestration.Models;

namespace Orchestration.Core.Tests.Billing;

public sealed class UsageExportTests
{
    private static readonly DateOnly Day = new(2026, 8, 31);

    [Fact]
    public void A_plain_csv_is_read_by_the_names_in_its_header()
    {
        var export = UsageExport.ParseCsv("date,provider,model,input_tokens,cached_tokens,output_tokens,reasoning_tokens,cost_usd,requests\r\n2026-08-31,openai,gpt-4o,1200,200,300,100,0.0125,4\r\n");

        var row = Assert.Single(export.Rows);
        Assert.Empty(export.Problems);
        Assert.Equal((Day, "openai", "gpt-4o", 0.0125m, 4L, "line 2"), (row.Day, row.Provider, row.Model, row.CostUsd, row.Requests, row.Location));
        Assert.Equal(new Usage { InputTokens = 1_200, CachedInputTokens = 200, OutputTokens = 300, ReasoningTokens = 100 }, row.Usage);
    }

    [Fact]
    public void Semicolons_decimal_commas_quotes_and_a_byte_order_mark_are_read_as_spreadsheets_write_them()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes("Date;Model;Input Tokens;Cost\n2026-08-31;\"my \"\"big\"\"; model\";1.234;1.000,25\n")).ToArray());

        var row = Assert.Single(UsageExport.ParseCsv(stream, provider: "acme").Rows);

        Assert.Equal(("acme", "my \"big\"; model", 1_234L, 1_000.25m), (row.Provider, row.Model, row.Usage?.InputTokens, row.CostUsd));
    }

    [Fact]
    public void Input_that_is_counted_beside_the_caches_is_summed()
    {
        var row = Assert.Single(UsageExport.ParseCsv(
            "usage_date_utc\tmodel_version\tusage_input_tokens_no_cache\tusage_input_tokens_cache_write_5m\tusage_input_tokens_cache_write_1h\tusage_input_tokens_cache_read\tusage_output_tokens\n2026-08-31\tclaude\t10\t20\t30\t40\t5\n").Rows);

        Assert.Equal(new Usage { InputTokens = 100, CacheWriteTokens = 20, CacheWrite1hTokens = 30, CachedInputTokens = 40, OutputTokens = 5 }, row.Usage);
    }

    [Fact]
    public void A_line_that_cannot_be_read_is_named_with_its_column_and_the_others_are_kept()
    {
        var export = UsageExport.ParseCsv("""
            date,model,input_tokens,cost_usd
            2026-08-31,a,12,1
            yesterday,a,12,1
            2026-08-31,a,12.5,1
            2026-08-31,a,12,free
            2026-08-31,a,12,1,2
            ,total,12,1
            2026-08-31,"b,12,1
            """);

        Assert.Single(export.Rows);
        Assert.Equal(["line 3", "line 4", "line 5", "line 6", "line 7", "line 8"], export.Problems.Select(static problem => problem.Location));
        Assert.StartsWith("column 14 ('input_tokens'): '12.5' is not a whole number", export.Problems[1].Message, StringComparison.Ordinal);
        Assert.Contains("not closed", export.Problems[5].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("model,input_tokens\n")]
    [InlineData("date,model\n")]
    public void A_header_that_says_too_little_is_refused_with_what_it_lacks(string csv) =>
        Assert.Contains("date", Assert.Throws<FormatException>(() => UsageExport.ParseCsv(csv)).Message, StringComparison.Ordinal);

    [Fact]
    public void Columns_can_be_named()
    {
        var columns = new UsageColumns { Day = "Tag", OutputTokens = "Aus" };

        Assert.Equal(7, Assert.Single(UsageExport.ParseCsv("Tag,Aus\n1788134400,7\n", columns).Rows).Usage?.OutputTokens);
        Assert.Contains("'Aus'", Assert.Throws<FormatException>(() => UsageExport.ParseCsv("Tag,Ein\n", columns)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenAIs_usage_and_costs_are_read()
    {
        var export = UsageExport.ParseJson("""
            [{"object":"page","data":[{"object":"bucket","start_time":1788134400,"end_time":1788220800,"results":[
              {"object":"organization.usage.completions.result","input_tokens":1000,"output_tokens":500,"input_cached_tokens":800,"num_model_requests":5,"model":"gpt-4o-2024-08-06"}]}],"has_more":false},
             {"object":"page","data":[{"object":"bucket","start_time":1788134400,"end_time":1788220800,"results":[
              {"object":"organization.costs.result","amount":{"value":0.06,"currency":"usd"},"line_item":"gpt-4o-2024-08-06, input","project_id":null}]}]}]
            """);

        Assert.Empty(export.Problems);
        Assert.Equal([Day, Day], export.Rows.Select(static row => row.Day));
        Assert.Equal(new Usage { InputTokens = 1_000, OutputTokens = 500, CachedInputTokens = 800 }, export.Rows[0].Usage);
        Assert.Equal(("openai", "gpt-4o-2024-08-06", 0.06m, "[1].data[0].results[0]"), (export.Rows[1].Provider, export.Rows[1].Model, export.Rows[1].CostUsd, export.Rows[1].Location));
    }

    [Fact]
    public void Anthropics_usage_and_costs_are_read_and_their_cents_are_dollars()
    {
        var export = UsageExport.ParseJson("""
            {"data":[{"starting_at":"2026-08-31T00:00:00Z","ending_at":"2026-09-01T00:00:00Z","results":[
              {"uncached_input_tokens":1500,"cache_creation":{"ephemeral_1h_input_tokens":1000,"ephemeral_5m_input_tokens":500},"cache_read_input_tokens":200,"output_tokens":600,"model":"claude-sonnet-4-5"},
              {"currency":"USD","amount":"123.45","model":"claude-sonnet-4-5","token_type":"output_tokens"},
              {"currency":"EUR","amount":"1","model":"claude-sonnet-4-5"}]}]}
            """);

        Assert.Equal(new Usage { InputTokens = 3_200, OutputTokens = 600, CachedInputTokens = 200, CacheWriteTokens = 500, CacheWrite1hTokens = 1_000 }, export.Rows[0].Usage);
        Assert.Equal(1.2345m, export.Rows[1].CostUsd);
        Assert.Equal("data[0].results[2]", Assert.Single(export.Problems).Location);
    }

    [Theory]
    [InlineData("{\"data\": [\n1,,")]
    [InlineData("{}")]
    public void What_is_no_export_is_refused(string json) => Assert.Throws<FormatException>(() => UsageExport.ParseJson(json));

    [Fact]
    public void Json_that_breaks_off_is_named_by_line_and_column() =>
        Assert.Contains("line 2, column", Assert.Throws<FormatException>(() => UsageExport.ParseJson("{\"data\": [\n1,,")).Message, StringComparison.Ordinal);
}
