using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestration.Audit;
using Orchestration.Cli.Display;
using Orchestration.Cli.Hosting;
using Orchestration.Evals.GoldenSets;
using Orchestration.Models;
using Orchestration.Runs;

namespace Orchestration.Cli.Tests.Commands;

public sealed class GoldenTests : IAsyncLifetime, IDisposable
{
    private static readonly string App = Path.Combine(AppContext.BaseDirectory, "Orchestration.Cli.TestApp.dll");

    private readonly CommandLine _cli = new();

    private string Log => Path.Combine(_cli.Folder, "audit");

    private string Set => Path.Combine(_cli.Folder, "cases.jsonl");

    public async ValueTask InitializeAsync()
    {
        await SampleLog.WriteAsync(Log, _cli.Time);

        // Of the application's own graphs, as its runtime records them.
        await RunAsync("letter", """{"To":"Ada","Topics":["tea"]}""", "acme");
        foreach (var (question, tenant) in ((string, string)[])[("Who is ada@example.com?", "acme"), ("Who is bob@example.com?", "acme"), ("Why +49 171 1234567?", "acme"), ("How much?", "globex")])
        {
            await RunAsync("answer", $"\"{question}\"", tenant);
        }
    }

    [Fact]
    public async Task Add_makes_a_case_of_a_step_with_the_recorded_answer_as_its_reference()
    {
        var (code, output, error) = await _cli.RunAsync("golden", "add", SampleLog.Letter, "--set", "cases.jsonl", "--step", "paragraphs[1]/draft", "--id", "rain", "--tag", "letters", "--tag", "long", "--critical", "--weight", "2");

        Assert.Equal((0, ""), (code, error));
        var golden = Assert.Single(await CasesAsync());
        Assert.Equal(("rain", "\"Rain falls.\"", true, 2, "paragraphs[1]/draft"), (golden.Id, golden.Reference.ToString(), golden.Critical, golden.Weight, golden.Source!.Step));
        Assert.Equal(["letters", "long"], golden.Tags.AsEnumerable());
        Assert.Equal("\"Ada, 1 Main Street\"", golden.Recorded.Effects["address"].ToString());
        Assert.Contains("rain added to cases.jsonl, which has 1 case.", output, StringComparison.Ordinal);
        Assert.Contains($"run {SampleLog.Letter} of acme, step paragraphs[1]/draft", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_may_be_named_without_the_numbers_of_items_and_one_that_is_not_there_is_answered_with_those_that_are()
    {
        var run = await FindAsync("letter", "acme");

        var (missing, _, error) = await _cli.RunAsync("golden", "add", run, "--set", "cases.jsonl", "--step", "title");
        var (found, _, _) = await _cli.RunAsync("golden", "add", run, "--set", "cases.jsonl", "--step", "paragraphs/draft");

        Assert.Equal((2, 0), (missing, found));
        Assert.Contains("No model answered a step 'title'", error, StringComparison.Ordinal);
        Assert.Contains("It answered greeting[then]/greet, paragraphs[0]/draft.", error, StringComparison.Ordinal);
        Assert.Equal("paragraphs[0]/draft", Assert.Single(await CasesAsync()).Source!.Step);
    }

    [Fact]
    public async Task Add_says_why_there_is_no_reference_and_how_to_have_one()
    {
        var (code, output, _) = await _cli.RunAsync("golden", "add", "last", "--set", "cases.jsonl");

        Assert.Equal(0, code);
        Assert.Contains("Give --project or --assembly to have it made again, or --step", output, StringComparison.Ordinal);
        Assert.True(Assert.Single(await CasesAsync()).Reference.IsEmpty);
    }

    [Fact]
    public async Task Add_has_the_output_of_a_whole_graph_made_again_by_the_application()
    {
        var run = await FindAsync("letter", "acme");

        var (code, output, error) = await _cli.RunAsync("golden", "add", run, "--set", "cases.jsonl", "--assembly", App, "--json");

        Assert.Equal((0, ""), (code, error));
        Assert.True(JsonDocument.Parse(output).RootElement.GetProperty("hasReference").GetBoolean());
        Assert.Equal("Ada, 1 Main Street\n\nlarge: Greet Ada.\n\nlarge: Write about tea.", JsonSerializer.Deserialize<string>(Assert.Single(await CasesAsync()).Reference.Utf8.Span));
    }

    [Fact]
    public async Task Add_redacts_unless_told_not_to_and_says_what()
    {
        var run = await FindAsync("answer", "acme");
        var (_, output, _) = await _cli.RunAsync("golden", "add", run, "--set", "cases.jsonl", "--step", "answer");
        await _cli.RunAsync("golden", "add", run, "--set", "plain.jsonl", "--step", "answer", "--no-redact");

        var golden = Assert.Single(await CasesAsync());
        Assert.Equal("\"Who is [email-1]?\"", golden.Input.ToString());
        Assert.Equal("\"large: Answer: Who is [email-1]?\"", golden.Reference.ToString());
        Assert.Contains("2 email", output, StringComparison.Ordinal);
        Assert.Contains("ada@example.com", await File.ReadAllTextAsync(Path.Combine(_cli.Folder, "plain.jsonl"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_looks_the_same_is_refused_and_the_same_id_only_replaced_when_told_to()
    {
        var run = await FindAsync("answer", "acme");
        Task<(int Code, string Out, string Error)> Add(params string[] more) => _cli.RunAsync(["golden", "add", run, "--set", "cases.jsonl", "--step", "answer", .. more]);
        await Add("--id", "one");

        var twice = await Add("--id", "two");
        var same = await Add("--id", "one", "--critical");
        var replaced = await Add("--id", "one", "--critical", "--replace");

        Assert.Equal((1, 1, 0), (twice.Code, same.Code, replaced.Code));
        Assert.Contains("the case in line 1, 'one', has an input that looks the same", twice.Error, StringComparison.Ordinal);
        Assert.Contains("Say --replace", same.Error, StringComparison.Ordinal);
        Assert.True(Assert.Single(await CasesAsync()).Critical);
    }

    [Fact]
    public async Task In_yaml_nothing_is_replaced()
    {
        var run = await FindAsync("answer", "acme");
        await _cli.RunAsync("golden", "add", run, "--set", "cases.yaml", "--step", "answer", "--id", "one");

        var (code, _, error) = await _cli.RunAsync("golden", "add", run, "--set", "cases.yaml", "--step", "answer", "--id", "one", "--replace");

        Assert.Equal(2, code);
        Assert.Contains("Delete 'one'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenants_come_together_only_when_told_to()
    {
        await _cli.RunAsync("golden", "add", await FindAsync("answer", "acme"), "--set", "cases.jsonl", "--step", "answer");
        string[] other = ["golden", "add", await FindAsync("answer", "globex"), "--set", "cases.jsonl", "--step", "answer"];

        var (code, _, error) = await _cli.RunAsync(other);

        Assert.Equal(2, code);
        Assert.Contains("would have cases of tenants 'acme' and 'globex'", error, StringComparison.Ordinal);
        Assert.Equal(0, (await _cli.RunAsync([.. other, "--all-tenants"])).Code);
        Assert.Equal(2, (await CasesAsync()).Count);
    }

    [Fact]
    public async Task Who_may_not_look_makes_no_case_and_the_look_is_recorded_either_way()
    {
        var run = await FindAsync("answer", "acme");
        await _cli.RunAsync("golden", "add", run, "--set", "cases.jsonl", "--step", "answer", "--actor", "kim", "--reason", "ticket 7");
        _cli.Environment["ORCHESTRATION_TENANTS"] = "globex";

        var (code, _, error) = await _cli.RunAsync("golden", "add", run, "--set", "other.jsonl", "--step", "answer", "--actor", "eve");

        Assert.Equal(2, code);
        Assert.Contains($"holds no run {run} that you may see", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_cli.Folder, "other.jsonl")));
        Assert.Equal([("kim", "golden add", "ticket 7"), ("eve", "golden add (refused)", null)], await LooksAsync());
    }

    [Fact]
    public async Task What_is_saved_in_the_editor_is_what_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The editor of this test is sed.");
        var run = await FindAsync("answer", "acme");
        _cli.Environment["EDITOR"] = "sed -i.bak s/Who.is/WHO.IS/";

        var (code, _, error) = await _cli.RunAsync("golden", "add", run, "--set", "cases.jsonl", "--step", "answer", "--edit");

        Assert.Equal((0, ""), (code, error));
        Assert.Equal("\"WHO.IS [email-1]?\"", Assert.Single(await CasesAsync()).Input.ToString());
    }

    [Fact]
    public async Task An_editor_that_leaves_faults_is_opened_again_and_then_nothing_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The editor of this test is sed.");
        var run = await FindAsync("answer", "acme");
        _cli.Environment["EDITOR"] = "sed -i.bak s/\\\"reference/\\\"referense/";

        var (code, _, error) = await _cli.RunAsync("golden", "add", run, "--set", "cases.jsonl", "--step", "answer", "--edit");

        Assert.Equal(1, code);
        Assert.Contains("Did you mean \"reference\"?", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Set));
    }

    [Fact]
    public async Task A_case_that_is_deleted_in_the_editor_is_not_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The editor of this test is the shell's.");
        _cli.Environment["EDITOR"] = "truncate -s 0";

        var (code, _, error) = await _cli.RunAsync("golden", "add", await FindAsync("answer", "acme"), "--set", "cases.jsonl", "--step", "answer", "--edit");

        Assert.Equal((0, "Nothing was written: the case was deleted.\n"), (code, error));
        Assert.False(File.Exists(Set));
    }

    [Fact]
    public async Task Without_an_editor_it_is_said_how_to_name_one()
    {
        var (code, _, error) = await _cli.RunAsync("golden", "add", "last", "--set", "cases.jsonl", "--edit");

        Assert.Equal(2, code);
        Assert.Contains("EDITOR=nano", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_takes_some_of_each_stratum_and_leaves_out_what_looks_the_same()
    {
        var (code, output, error) = await _cli.RunAsync("golden", "sample", "--set", "cases.jsonl", "--tenant", "acme", "--graph", "answer", "--step", "answer", "--strata", "model,failure");

        Assert.Equal((0, ""), (code, error));
        var cases = await CasesAsync();

        // Ada's and Bob's questions look the same once redacted; the run that is still under way has no answer to a step.
        Assert.Equal(["\"When?\"", "\"Who is [email-1]?\"", "\"Why [phone-1]?\""], cases.Select(static golden => golden.Input.ToString()).Where(static input => input != "\"When?\"").Append("\"When?\"").Order(StringComparer.Ordinal));
        Assert.Contains("model:large", output, StringComparison.Ordinal);
        Assert.Contains("1 with inputs that look the same", output, StringComparison.Ordinal);
        Assert.Contains("2 email, 2 phone", output, StringComparison.Ordinal);
        Assert.DoesNotContain("globex", await File.ReadAllTextAsync(Set, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_takes_nothing_twice()
    {
        string[] sample = ["golden", "sample", "--set", "cases.jsonl", "--tenant", "acme", "--graph", "answer", "--step", "answer"];
        await _cli.RunAsync(sample);
        var before = await File.ReadAllTextAsync(Set, TestContext.Current.CancellationToken);

        var (code, output, _) = await _cli.RunAsync(sample);

        Assert.Equal(0, code);
        Assert.Contains("Nothing to add to cases.jsonl", output, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Set, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_dry_run_shows_the_cases_and_writes_nothing()
    {
        var (code, output, _) = await _cli.RunAsync("golden", "sample", "--set", "cases.jsonl", "--tenant", "acme", "--graph", "answer", "--step", "answer", "--dry-run");

        Assert.Equal(0, code);
        Assert.Contains("\"Who is [email-1]?\"", output, StringComparison.Ordinal);
        Assert.Contains("Nothing was written. Leave --dry-run out", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Set));
    }

    [Fact]
    public async Task Sample_has_the_outputs_of_whole_graphs_made_again()
    {
        var (code, output, error) = await _cli.RunAsync("golden", "sample", "--set", "cases.jsonl", "--tenant", "globex", "--graph", "answer", "--assembly", App, "--json", "--per-stratum", "9");

        Assert.Equal((0, ""), (code, error));
        Assert.True(JsonDocument.Parse(output).RootElement.GetProperty("written").GetBoolean());
        Assert.Contains((await CasesAsync()).Select(static golden => golden.Reference.ToString()), static reference => reference == "\"large: Answer: How much?\"");
    }

    [Fact]
    public async Task Of_several_tenants_one_must_be_named()
    {
        var (code, _, error) = await _cli.RunAsync("golden", "sample", "--set", "cases.jsonl");

        Assert.Equal(2, code);
        Assert.Contains("Name one: --tenant acme. Or say --all-tenants", error, StringComparison.Ordinal);
        Assert.Equal(0, (await _cli.RunAsync("golden", "sample", "--set", "cases.jsonl", "--all-tenants")).Code);
        Assert.Equal(["acme", "globex"], (await CasesAsync()).Select(static golden => golden.Source!.Tenant).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_stratum_that_is_none_is_answered_with_those_there_are()
    {
        var (code, _, error) = await _cli.RunAsync("golden", "sample", "--set", "cases.jsonl", "--tenant", "acme", "--strata", "graph,colour");

        Assert.Equal(2, code);
        Assert.Contains("There is no stratum 'colour'. Name some of graph, step, model, tenant, failure, low-score, near-budget", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_sample_writes_nothing_and_says_so()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var (code, _, _) = await _cli.RunAsync(cancelled.Token, "golden", "sample", "--set", "cases.jsonl", "--tenant", "acme");

        Assert.Equal(130, code);
        Assert.False(File.Exists(Set));
    }

    [Fact]
    public async Task Check_sums_a_golden_set_up()
    {
        await WriteAsync(
            "teas.yaml",
            """
            goldenSet: teas
            version: "3"
            defaults: { tags: [de] }
            cases:
              - { id: one, input: What is green tea?, reference: Tea., critical: true }
              - { id: two, input: What is black tea?, tags: [long] }
            """);

        var (code, output, error) = await _cli.RunAsync("golden", "check", "teas.yaml");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("✓ teas version 3  2 cases, 1 critical  teas.yaml  ", output, StringComparison.Ordinal);
        Assert.Contains("tags       de 2, long 1", output, StringComparison.Ordinal);
        Assert.Contains("reference  1 of 2", output, StringComparison.Ordinal);
        Assert.Contains("Nothing wrong.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_tells_all_faults_with_file_and_line_and_what_to_do()
    {
        await WriteAsync("bad.yaml", "cases:\n  - id: one\n    input: x\n    referense: y\n  - id: one\n    input: z\n    expect: { rouge-l: 7 }\n");
        await WriteAsync("good.jsonl", "{\"id\":\"a\",\"input\":1}\n");

        var (code, output, _) = await _cli.RunAsync("golden", "check", "good.jsonl", "bad.yaml");

        Assert.Equal(1, code);
        Assert.Contains("bad.yaml(4): ", output, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"reference\"?", output, StringComparison.Ordinal);
        Assert.Contains("bad.yaml(5): case 'one', expect.rouge-l", output, StringComparison.Ordinal);
        Assert.Contains("2 faults in 2 golden sets.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"id\":\"a\",\"input\":\"What is tea?\"}\n{\"id\":\"b\",\"input\":\"What is tea? \",\"reference\":\"x\"}", "(2): case 'b': its input looks the same as that of 'a' at set.jsonl(1)")]
    [InlineData("{\"id\":\"a\",\"input\":\"Who is ada@example.com?\"}", "(1): case 'a': it seems to hold personal data or keys: 1 email")]
    [InlineData("{\"id\":\"a\",\"input\":1,\"expect\":{\"contians\":[\"x\"]}}", "(1): case 'a', expect.contians: there is no scorer of that name")]
    [InlineData("{\"id\":\"a\",\"input\":1,\"source\":{\"run\":\"01900000-0000-7000-8000-00000000000a\",\"tenant\":\"acme\"}}\n{\"id\":\"b\",\"input\":2,\"source\":{\"run\":\"01900000-0000-7000-8000-00000000000b\",\"tenant\":\"globex\"}}", "(1): cases come from runs of 2 tenants: 'acme', 'globex'")]
    public async Task Check_warns_and_fails_for_it_only_when_it_is_strict(string text, string warning)
    {
        await WriteAsync("set.jsonl", text);

        var (code, output, _) = await _cli.RunAsync("golden", "check", "set.jsonl");

        Assert.Equal(0, code);
        Assert.Contains("set.jsonl" + warning, output, StringComparison.Ordinal);
        Assert.Equal(1, (await _cli.RunAsync("golden", "check", "set.jsonl", "--strict")).Code);
    }

    [Fact]
    public async Task A_scorer_of_the_applications_own_may_be_named()
    {
        await WriteAsync("set.jsonl", "{\"id\":\"a\",\"input\":1,\"expect\":{\"house-style\":true}}");

        Assert.Equal(0, (await _cli.RunAsync("golden", "check", "set.jsonl", "--strict", "--scorer", "house-style")).Code);
    }

    [Fact]
    public async Task Check_as_json_has_faults_with_lines()
    {
        await WriteAsync("set.jsonl", "{\"id\":\"a\"}");

        var (code, output, _) = await _cli.RunAsync("golden", "check", "set.jsonl", "--json");

        var set = JsonDocument.Parse(output).RootElement.GetProperty("sets")[0];
        Assert.Equal(1, code);
        Assert.Equal(("set.jsonl", 1), (set.GetProperty("faults")[0].GetProperty("file").GetString(), set.GetProperty("faults")[0].GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task A_golden_set_that_is_not_there_is_a_wrong_command()
    {
        Assert.Equal(2, (await _cli.RunAsync("golden", "check", "nowhere.jsonl")).Code);
        Assert.Equal(2, (await _cli.RunAsync("golden", "check")).Code);
    }

    [Fact]
    public async Task The_schema_is_the_published_one()
    {
        var (code, output, _) = await _cli.RunAsync("golden", "schema");

        Assert.Equal(0, code);
        Assert.Equal("Golden set", JsonDocument.Parse(output).RootElement.GetProperty("title").GetString());
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        if (Directory.Exists(_cli.Folder))
        {
            _cli.Dispose();
        }
    }

    private async Task<List<GoldenCase>> CasesAsync()
    {
        var set = await GoldenSet.OpenAsync(Set, TestContext.Current.CancellationToken);
        return await set.ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_cli.Folder, name), text, TestContext.Current.CancellationToken);

    private async Task RunAsync(string graph, string input, string tenant)
    {
        var tool = new Tool(Screen.Plain(TextWriter.Null, TextWriter.Null), static _ => null, _cli.Time, _cli.Folder);
        await using var application = await Application.OpenAsync(
            tool,
            new() { Assembly = App },
            services => services.AddSingleton<TimeProvider>(_cli.Time).Replace(ServiceDescriptor.Singleton<IAuditLog>(_ => FileAuditLog.Open(new FileAuditLogOptions { Folder = Log }, _cli.Time))),
            TestContext.Current.CancellationToken);
        var result = await application.Services.GetRequiredService<IOrchestrator>().RunAsync(
            application.Graphs.Single(one => one.Name == graph), new JsonBytes(Encoding.UTF8.GetBytes(input)), new RunOptions { Tenant = tenant }, TestContext.Current.CancellationToken);
        Assert.Null(result.Failure);
        _cli.Time.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>The first run of a graph and tenant that the runtime recorded.</summary>
    private async Task<string> FindAsync(string graph, string tenant)
    {
        string[] byHand = [SampleLog.Letter, SampleLog.Refused, SampleLog.Unfinished];
        return await new FileAuditReader(Log).ReadAsync(new AuditQuery { Kind = AuditKind.RunStarted, Tenant = tenant }, TestContext.Current.CancellationToken)
            .Where(record => ((RunStartedRecord)record.Body).Graph == graph).Select(static record => record.Run.ToString()!).FirstAsync(run => !byHand.Contains(run), TestContext.Current.CancellationToken);
    }

    private async Task<List<(string Actor, string Action, string? Reason)>> LooksAsync() =>
        await new FileAuditReader(Path.Combine(Log, "access")).ReadAsync(new AuditQuery(), TestContext.Current.CancellationToken)
            .Select(static record => record.Body).OfType<AccessedRecord>().Select(static look => (look.Actor, look.Action, look.Reason)).ToListAsync(TestContext.Current.CancellationToken);
}
