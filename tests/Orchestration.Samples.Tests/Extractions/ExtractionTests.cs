using System.Globalization;
using System.Text.Json;
using Extraction;
using Extraction.Display;
using Extraction.Models;
using Extraction.Results;
using Extraction.Warnings;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Samples.Tests.Extractions;

public sealed class ExtractionTests : IDisposable
{
    private static readonly string[] Documents = [.. Directory.EnumerateFiles(Document.Included, "*.txt").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    private static readonly string[] Columns = ["at once", "mended", "repaired", "failed", "calls", "tokens", "saved"];

    private readonly string _folder = Directory.CreateTempSubdirectory("orchestration-").FullName;
    private string _output = string.Empty;
    private string _error = string.Empty;

    [Fact]
    public async Task Every_document_becomes_a_record_as_it_is_written()
    {
        Assert.Equal(App.Ok, await TypeAsync("--model sim-exact --simulate"));

        var records = await RecordsAsync();
        Assert.Equal(Documents, records.Select(static each => each.Document));
        var found = records.ToDictionary(static each => each.Document, static each => each.Record, StringComparer.Ordinal);
        Assert.Equivalent(
            new Warning(Hazard.Tornado, "Wichita KS", new DateOnly(2012, 4, 14), new DateTimeOffset(2012, 4, 14, 23, 0, 0, TimeSpan.FromHours(-5)), ["Butler", "Sedgwick"], null, 50,
                ["Southern And Eastern Wichita Metro Area", "Park City", "Bel Aire", "Andover", "Benton", "East Wichita", "Mcconnell Air Force Base", "Kechi"]),
            found["wichita-2012"]);
        Assert.Equivalent(
            new Warning(Hazard.SevereThunderstorm, "Wilmington OH", new DateOnly(1996, 6, 22), new DateTimeOffset(1996, 6, 22, 21, 30, 0, TimeSpan.FromHours(-4)), ["Dearborn"], 55, 25, ["Logan", "Bright", "New Alsace", "Guilford"]),
            found["wilmington-1996"]);
        Assert.Equal((Hazard.SnowSquall, 40, 35), (found["burlington-2022"].Hazard, found["burlington-2022"].WindMph, found["burlington-2022"].MovesMph));
        Assert.Equal(["Rota Saipan Tinian"], found["guam-2018"].Areas);
        Assert.Null(found["guam-2018"].WindMph);
    }

    [Fact]
    public async Task Talk_is_mended_mistakes_are_repaired_and_the_obstinate_fails()
    {
        Assert.Equal(App.Ok, await TypeAsync("--simulate"));

        var exact = (await RecordsAsync()).Where(static each => each.Model == "sim-exact").ToDictionary(static each => each.Document, static each => Text(each.Record), StringComparer.Ordinal);
        Assert.All((await RecordsAsync()).Where(static each => each.Model.StartsWith("sim-", StringComparison.Ordinal)), each => Assert.Equal(exact[each.Document], Text(each.Record)));

        var rows = Rows();
        Assert.Equal((Documents.Length, 0, 0, 0), (rows["sim-exact"][0], rows["sim-exact"][1], rows["sim-exact"][2], rows["sim-exact"][3]));
        Assert.Equal((0, Documents.Length, 0, 0), (rows["sim-chatty"][0], rows["sim-chatty"][1], rows["sim-chatty"][2], rows["sim-chatty"][3]));
        Assert.Equal((0, 0, Documents.Length, 0), (rows["sim-loose"][0], rows["sim-loose"][1], rows["sim-loose"][2], rows["sim-loose"][3]));
        Assert.True(rows["sim-hasty"] is [> 0, 0, > 0, > 0, ..], string.Join(' ', rows["sim-hasty"]));
        Assert.Equal(Documents.Length, rows["local"][0]);
        Assert.Matches("sim-loose +#1 /hazard: expected one of", _output);
        Assert.Matches("katrina-2005 +sim-hasty +given up after 3 attempts", _output);
        Assert.DoesNotContain('\u001b', _output);
    }

    [Fact]
    public async Task The_table_of_validity_is_what_the_audit_log_says()
    {
        await TypeAsync("--simulate --parallel 1");

        var rows = Rows();
        var attempts = new List<AttemptEndedRecord>();
        await foreach (var record in new FileAuditReader(Path.Combine(_folder, "audit")).ReadAsync(new AuditQuery { Kind = AuditKind.AttemptEnded }, TestContext.Current.CancellationToken))
        {
            attempts.Add((AttemptEndedRecord)record.Body);
        }

        Assert.All(attempts.GroupBy(static attempt => attempt.Model), its => Assert.Equal(
            (Documents.Length, its.Count(), its.Sum(static attempt => attempt.Stopped?.SavedTokens ?? 0)),
            (rows[its.Key][..4].Sum(), rows[its.Key][4], rows[its.Key][6])));
        Assert.Equal(attempts.Where(static attempt => attempt.Failure is null).Select(static attempt => attempt.Model).Order(StringComparer.Ordinal), (await RecordsAsync()).Select(static each => each.Model).Order(StringComparer.Ordinal));
        Assert.All(attempts.Where(static attempt => attempt.Failure is not null), static attempt =>
        {
            Assert.Equal(FailureReason.InvalidOutput, attempt.Failure);
            Assert.NotEmpty(attempt.ValidationErrors);
        });
        Assert.Contains(attempts, static attempt => attempt is { Model: "sim-loose", Stopped: not null });
    }

    [Fact]
    public async Task Only_the_model_without_structured_output_is_shown_the_schema_in_words()
    {
        await TypeAsync("--simulate --model sim-exact --model sim-loose");

        await foreach (var record in new FileAuditReader(Path.Combine(_folder, "audit")).ReadAsync(new AuditQuery { Kind = AuditKind.AttemptStarted }, TestContext.Current.CancellationToken))
        {
            var attempt = (AttemptStartedRecord)record.Body;
            Assert.Equal(attempt.Model == "sim-loose", attempt.Request.ToString().Contains("Answer with one JSON document", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_CSV_says_what_the_JSON_says()
    {
        await TypeAsync("--simulate --model sim-exact --model local");

        var csv = await File.ReadAllTextAsync(Path.Combine(_folder, "records.csv"), TestContext.Current.CancellationToken);
        var lines = Rfc4180.Parse(csv);
        Assert.Equal(["document", "model", "hazard", "office", "issued", "until", "areas", "windMph", "movesMph", "places"], lines[0]);
        Assert.Equal(
            (await RecordsAsync()).Select(static each => string.Join('|', [
                each.Document, each.Model, Csv.Spoken(each.Record.Hazard), each.Record.Office, each.Record.Issued.ToString("O", CultureInfo.InvariantCulture), each.Record.Until.ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture),
                string.Join("; ", each.Record.Areas), $"{each.Record.WindMph}", $"{each.Record.MovesMph}", string.Join("; ", each.Record.Places)])),
            lines.Skip(1).Select(static line => string.Join('|', line)));
    }

    [Fact]
    public void A_field_with_commas_quotes_and_line_breaks_comes_back_from_CSV_as_it_was()
    {
        string[] nasty = ["a,b", "say \"when\"", "two\r\nlines", " blank ", "=1+1", "ünïcode ☂", string.Empty];
        var records = nasty.Select(static text => new Extracted(text, "m", new Warning(Hazard.Other, text, default, default, [text], null, null, []))).ToList();

        var lines = Rfc4180.Parse(Csv.Of(records)).Skip(1).ToList();

        Assert.Equal(nasty, lines.Select(static line => line[0]));
        Assert.Equal(nasty, lines.Select(static line => line[6]));
        Assert.All(lines, static line => Assert.Equal(10, line.Count));
    }

    [Fact]
    public async Task Every_included_document_has_its_source_named()
    {
        var sources = await File.ReadAllTextAsync(Path.Combine(Document.Included, "SOURCES.md"), TestContext.Current.CancellationToken);

        Assert.NotEmpty(Documents);
        Assert.All(Documents, name => Assert.Equal(3, sources.Split($"`{name}.txt`").Length));
        Assert.Equal(2 * Documents.Length, sources.Split('\n').Count(static line => line.StartsWith("| `", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--documents nowhere", "There is no folder 'nowhere'")]
    [InlineData("--parallel 0", "--parallel is from 1 to 64")]
    [InlineData("--simulate --model gpt-5-mini", "The simulated models are sim-exact")]
    [InlineData("--model claude-haiku-4-5", "ANTHROPIC_API_KEY is not set")]
    public async Task What_cannot_be_done_is_said_with_a_way_out(string command, string said)
    {
        Assert.Equal(App.Usage, await TypeAsync(command));
        Assert.Contains(said, _error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false, "sim-exact sim-chatty sim-loose sim-hasty local")]
    [InlineData("ANTHROPIC_API_KEY OPENAI_API_KEY", false, "gpt-5-mini claude-haiku-4-5")]
    [InlineData("ANTHROPIC_API_KEY OPENAI_API_KEY", true, "sim-exact sim-chatty sim-loose sim-hasty local")]
    [InlineData("OLLAMA_HOST", false, "llama3.1")]
    public void Models_are_those_whose_keys_are_there_else_simulated_ones(string keys, bool simulate, string models)
    {
        string? Environment(string name) => keys.Split(' ').Contains(name) ? "x" : null;

        var choice = ModelChoice.From(Environment, [], simulate, SimulatedModels.All(TimeSpan.Zero, TimeProvider.System));

        Assert.Equal(models, string.Join(' ', choice.Names));
        Assert.Equal(models.Contains("sim-", StringComparison.Ordinal), choice.IsSimulated);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Text(Warning warning) => JsonSerializer.Serialize(warning, WarningJson.Default.Warning);

    private async Task<int> TypeAsync(string command)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] args = [.. command.Split(' '), "--output", _folder];
        var code = await App.RunAsync(args, Screen.Plain(output, error), static _ => null, TimeProvider.System, TestContext.Current.CancellationToken);
        (_output, _error) = (output.ToString(), error.ToString());
        return code;
    }

    private async Task<IReadOnlyList<Extracted>> RecordsAsync()
    {
        await using var file = File.OpenRead(Path.Combine(_folder, "records.json"));
        return (await JsonSerializer.DeserializeAsync(file, WarningJson.Default.IReadOnlyListExtracted, TestContext.Current.CancellationToken))!;
    }

    /// <summary>The figures of the table of validity, by model; none is 0. A figure ends where the name of its column ends.</summary>
    private Dictionary<string, int[]> Rows()
    {
        string[] lines = [.. _output.Split('\n').SkipWhile(static line => !line.Contains("at once", StringComparison.Ordinal))];
        int[] ends = [lines[0].IndexOf(Columns[0], StringComparison.Ordinal), .. Columns.Select(name => lines[0].IndexOf(name, StringComparison.Ordinal) + name.Length)];
        return lines.Skip(2).TakeWhile(static line => !line.StartsWith('─')).ToDictionary(
            static line => line.TrimStart().Split(' ')[0],
            line => ends.Zip(ends.Skip(1), (start, end) => line[start..end].Trim()).Select(static cell => cell.Length == 0 ? 0 : int.Parse(cell, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).ToArray(),
            StringComparer.Ordinal);
    }
}
