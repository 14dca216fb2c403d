namespace Orchestration.Cli.TestApp;

/// <summary>What models answer, as a test says it. The tool loads this assembly beside the test's own, so both meet in what the process has but once.</summary>
public static class Script
{
    private const string Place = "Orchestration.Cli.TestApp.Script";

    // Only the test's own copy of this assembly sets it.
    private static readonly Lock Gate = new();

    /// <summary>Given the model and the prompt, what it answers; <see langword="null"/> = it says back what it was asked. Of this flow of calls alone: tests run side by side.</summary>
    public static Func<string, string, CancellationToken, Task<string>>? Answer
    {
        get => Find()?.Value;
        set
        {
            lock (Gate)
            {
                var slot = Find() ?? new();
                AppContext.SetData(Place, slot);
                slot.Value = value;
            }
        }
    }

    private static AsyncLocal<Func<string, string, CancellationToken, Task<string>>?>? Find() =>
        AppContext.GetData(Place) as AsyncLocal<Func<string, string, CancellationToken, Task<string>>?>;
}
