namespace Orchestration.Cli.TestApp;

/// <summary>What models answer, as a test says it. The tool loads this assembly beside the test's own, so both meet in what the process has but once.</summary>
public static class Script
{
    private const string Place = "Orchestration.Cli.TestApp.Script";

    /// <summary>Given the model and the prompt, what it answers; <see langword="null"/> = it says back what it was asked. Of this flow of calls alone: tests run side by side.</summary>
    public static Func<string, string, CancellationToken, Task<string>>? Answer
    {
        get => Slot.Value;
        set => Slot.Value = value;
    }

    private static AsyncLocal<Func<string, string, CancellationToken, Task<string>>?> Slot
    {
        get
        {
            // Both copies lock the same object.
            lock (typeof(AppContext))
            {
                if (AppContext.GetData(Place) is not AsyncLocal<Func<string, string, CancellationToken, Task<string>>?> slot)
                {
                    AppContext.SetData(Place, slot = new());
                }

                return slot;
            }
        }
    }
}
