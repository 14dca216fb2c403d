using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Shows how far long work has come, where that can be drawn without disturbing what is written.</summary>
internal static class Counting
{
    /// <param name="screen">Where to.</param>
    /// <param name="what">What is being done.</param>
    /// <param name="work">The work; it is given what says how far it is, from any thread.</param>
    public static async Task<T> ShowAsync<T>(Screen screen, string what, Func<Action<string>, Task<T>> work)
    {
        if (screen.Progress is not { } console)
        {
            return await work(static _ => { }).ConfigureAwait(false);
        }

        return await console.Status().Spinner(Spinner.Known.Dots)
            .StartAsync(Markup.Escape(what), context => work(far => context.Status = Markup.Escape($"{what}: {far}"))).ConfigureAwait(false);
    }
}
