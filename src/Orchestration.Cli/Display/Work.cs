using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Shows that something is being done, where that can be drawn without disturbing what is written.</summary>
internal static class Work
{
    public static async Task<T> ShowAsync<T>(Screen screen, string what, Func<Task<T>> work)
    {
        if (screen.Progress is not { } console)
        {
            return await work().ConfigureAwait(false);
        }

        return await console.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(what), _ => work()).ConfigureAwait(false);
    }
}
