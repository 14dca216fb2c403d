using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Shows that something is being done, where that can be drawn without disturbing what is written.</summary>
internal static class Work
{
    public static Task<T> ShowAsync<T>(Screen screen, string what, Func<Task<T>> work) => ShowAsync(screen, what, _ => work());

    /// <param name="screen">Where to.</param>
    /// <param name="what">What is said first.</param>
    /// <param name="work">Is given what takes a later text in the place of the first.</param>
    public static async Task<T> ShowAsync<T>(Screen screen, string what, Func<Action<string>, Task<T>> work)
    {
        if (screen.Progress is not { } console)
        {
            return await work(static _ => { }).ConfigureAwait(false);
        }

        return await console.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(what), context => work(text => context.Status = Markup.Escape(text))).ConfigureAwait(false);
    }
}
