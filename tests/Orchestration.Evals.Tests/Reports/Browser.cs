using Microsoft.Playwright;

namespace Orchestration.Evals.Tests.Reports;

/// <summary>Debian's Chromium, without a network. Where there is none, tests are skipped, but on CI they fail.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Places.FirstOrDefault(File.Exists) is { } path)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"] });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Opens a file and collects what went wrong in it: messages of the console, errors, and requests beyond the file.</summary>
    public async Task<(IPage Page, List<string> Faults)> OpenAsync(string file, BrowserNewContextOptions? options = null)
    {
        if (_browser is null)
        {
            const string Missing = "There is no Chromium to look at the page with. Install it: 'apt-get install chromium', or Google Chrome.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", Missing);
            Assert.Fail(Missing);
        }

        options ??= new();
        options.Offline = true;
        var context = await _browser.NewContextAsync(options);
        var page = await context.NewPageAsync();
        var faults = new List<string>();
        page.Console += (_, message) => faults.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => faults.Add("error: " + error);
        page.Dialog += async (_, dialog) =>
        {
            faults.Add("dialog: " + dialog.Message);
            await dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal))
            {
                faults.Add("request: " + request.Url);
            }
        };
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return (page, faults);
    }
}
