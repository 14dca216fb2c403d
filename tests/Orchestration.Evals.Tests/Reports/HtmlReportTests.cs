using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Reports;
using Orchestration.Evals.Scorers;
using static Orchestration.Evals.Tests.Reports.SomeResults;

namespace Orchestration.Evals.Tests.Reports;

/// <summary>The page as a real browser shows it, from a file and offline.</summary>
public sealed class HtmlReportTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Hostile = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>\u2028\u2029{{script}}";

    private readonly string _folder = Directory.CreateTempSubdirectory("orchestration-page-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(IPage Page, List<string> Faults)> OpenAsync(ReportSource source, BrowserNewContextOptions? options = null)
    {
        var file = Path.Combine(_folder, "report.html");
        await using (var stream = File.Create(file))
        {
            await (await EvalReport.CreateAsync(source, TestContext.Current.CancellationToken)).WriteHtmlAsync(stream, TestContext.Current.CancellationToken);
        }

        return await browser.OpenAsync(file, options);
    }

    private static Task<IReadOnlyList<string>> IdsAsync(IPage page) => page.Locator("#rows tbody td:first-child").AllInnerTextsAsync();

    [Fact]
    public async Task It_shows_the_verdict_the_variants_and_the_charts_without_a_word_in_the_console()
    {
        var (page, faults) = await OpenAsync(SomePage.Source());

        Assert.Equal("Regression", await page.InnerTextAsync("#gate h2"));
        Assert.Equal(2, await page.Locator("#gate tbody tr").CountAsync());
        Assert.Contains("3.4 pts", await page.InnerTextAsync("#gate table"), StringComparison.Ordinal);
        Assert.Equal(4, await page.Locator("#variants tbody tr").CountAsync());
        Assert.Equal(2, await page.Locator("#histograms svg").CountAsync());
        Assert.Equal(4, await page.Locator("#scatter circle").CountAsync());
        Assert.Equal(3, await page.Locator("#scatter circle.on").CountAsync());
        Assert.Equal(2, await page.Locator("#history .series").CountAsync());
        Assert.Equal(10, await page.Locator("#history circle").CountAsync());
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Bars_of_a_histogram_are_as_many_as_its_bins_that_hold_something()
    {
        var (page, _) = await OpenAsync(Source([Result("a", 0), Result("b", 0.5), Result("c", 1), Result("d", 1)]));

        Assert.Equal(3, await page.Locator("#histograms figure:first-child rect").CountAsync());
    }

    [Fact]
    public async Task Rows_are_sorted_by_a_click_on_a_head_and_the_head_says_so()
    {
        var (page, _) = await OpenAsync(Source([Result("b", 0.9), Result("a", 0.6), Result("c", 0.7)]));

        await page.ClickAsync("th:has-text('exact') button >> nth=-1");
        Assert.Equal(["a", "c", "b"], await IdsAsync(page));
        Assert.Equal("ascending", await page.Locator("#rows th", new() { HasText = "exact" }).GetAttributeAsync("aria-sort"));

        await page.Keyboard.PressAsync("Enter");
        Assert.Equal(["b", "c", "a"], await IdsAsync(page));
        Assert.Equal("descending", await page.Locator("#rows th", new() { HasText = "exact" }).GetAttributeAsync("aria-sort"));
    }

    [Fact]
    public async Task Cases_are_filtered_by_tag_outcome_and_text()
    {
        var (page, _) = await OpenAsync(Source([Result("tea", 1) with { Tags = ["long"] }, Result("milk", 1), Failure("coffee"), Error("cocoa")]));

        await page.SelectOptionAsync("#tag", "long");
        Assert.Equal(["tea"], await IdsAsync(page));
        Assert.StartsWith("1 of 4 cases", await page.InnerTextAsync("#count"), StringComparison.Ordinal);

        await page.SelectOptionAsync("#tag", "");
        await page.SelectOptionAsync("#outcome", "run-failed");
        Assert.Equal(["coffee"], await IdsAsync(page));

        await page.SelectOptionAsync("#outcome", "Error");
        Assert.Equal(["cocoa"], await IdsAsync(page));

        await page.SelectOptionAsync("#outcome", "");
        await page.FillAsync("#search", "MIL");
        Assert.Equal(["milk"], await IdsAsync(page));
    }

    [Fact]
    public async Task A_case_opens_with_the_difference_of_its_text_and_closes_by_Escape()
    {
        var (page, faults) = await OpenAsync(Source([Result("tea", 0, output: "First\nTea is green.\nLast")], golden: Golden("tea", "First\nTea is black.\nLast")));

        await page.ClickAsync("#rows button:has-text('tea')");

        Assert.True(await page.Locator("#case").IsVisibleAsync());
        Assert.Equal(["First", "Tea is black.", "Tea is green.", "Last"], await page.Locator("#case .text > div").AllInnerTextsAsync());
        Assert.Equal("black", await page.InnerTextAsync("#case del"));
        Assert.Equal("green", await page.InnerTextAsync("#case ins"));
        Assert.EndsWith("#case=tea", page.Url, StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.Locator("#case").IsVisibleAsync());
        Assert.Empty(faults);
    }

    [Fact]
    public async Task JSON_is_compared_field_by_field_with_numbers_as_they_were_written()
    {
        var before = Json("""{"title":"Tea","size":12345678901234567890,"tags":["a","b"]}""");
        var after = Json("""{"tags":["a","c"],"title":"Tea","size":12345678901234567891}""");
        var (page, _) = await OpenAsync(Source([Result("tea", 0) with { Output = after }], golden: Golden("tea", "") with { Reference = before }));

        await page.ClickAsync("#rows button:has-text('tea')");

        Assert.Equal(["size\t12345678901234567890\t12345678901234567891", "tags[1]\t\"b\"\t\"c\""], await page.Locator("#case .fields tbody tr").AllInnerTextsAsync());
    }

    [Fact]
    public async Task Nothing_that_a_model_or_an_author_writes_is_run()
    {
        var manifest = Manifest() with { Eval = Hostile, Revision = Hostile };
        var result = Result(Hostile, 0, output: Hostile) with { Tags = [Hostile], Scores = Scores(("exact", Score.Of(0, Hostile)), (Hostile, Score.Of(0, Hostile))), Error = Hostile };
        var verdict = Verdict(GateOutcome.Regression, Metric(Hostile, regressed: true, worst: new CaseFinding(Hostile, "exact", 1, 0, Hostile))) with { Summary = Hostile };
        var (page, faults) = await OpenAsync(Source([result], new() { Verdict = verdict, History = [Accepted(1, 0.5) with { Note = Hostile }] }, manifest, Golden(Hostile, Hostile, JsonSerializer.Serialize(Hostile))));

        await page.ClickAsync("#rows tbody button");
        await page.ClickAsync("#case button:has-text('Output')");

        Assert.Equal(Hostile, await page.Locator("h1").TextContentAsync());
        Assert.Equal(Hostile, await page.Locator("#case .text span").TextContentAsync());
        Assert.Equal(0, await page.Locator("img").CountAsync());
        Assert.Empty(faults);
    }

    [Fact]
    public async Task The_policy_lets_no_other_script_in_even_if_one_were_written_into_the_page()
    {
        var (page, faults) = await OpenAsync(Source([Result("a", 1)]));

        await page.EvaluateAsync("() => { const s = document.createElement('script'); s.textContent = 'document.title = \"run\"'; document.body.append(s); }");

        Assert.Equal("article", await page.TitleAsync());
        Assert.Contains("Content Security Policy", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_that_do_not_fit_are_left_out_from_the_best_cases_on_and_the_page_says_so()
    {
        var (page, _) = await OpenAsync(Source([Result("good", 1, output: new string('g', 800)), Result("bad", 0, output: new string('b', 800))], new() { MaxTextBytes = 1000 }));

        await page.ClickAsync("#rows button:has-text('good')");
        Assert.Contains("Its texts are not in this page", await page.InnerTextAsync("#case"), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Escape");
        await page.ClickAsync("#rows button:has-text('bad')");
        Assert.Contains("bbbbbb", await page.InnerTextAsync("#case"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_thousand_cases_are_pages_of_fifty()
    {
        var (page, faults) = await OpenAsync(Source(Enumerable.Range(0, 20_000).Select(static i => Result("case-" + i.ToString("00000", CultureInfo.InvariantCulture), i % 100 / 99.0))));

        Assert.Equal(50, (await IdsAsync(page)).Count);
        Assert.Equal("Page 1 of 400", await page.InnerTextAsync("#pager span"));
        await page.ClickAsync("#rows th button >> nth=0");
        await page.ClickAsync("#pager button >> nth=1");
        Assert.Equal("case-00050", (await IdsAsync(page))[0]);
        Assert.Empty(faults);
    }
}
