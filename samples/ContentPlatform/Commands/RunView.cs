using ContentPlatform.Articles;
using ContentPlatform.Display;
using Orchestration.Runs;

namespace ContentPlatform.Commands;

/// <summary>Shows the events of a run in the way that suits the screen.</summary>
internal static class RunView
{
    /// <exception cref="OperationCanceledException">The run was cancelled; it has been said how to go on with it.</exception>
    /// <returns>How it ended, and what was seen on the way.</returns>
    public static async Task<(RunResult<Article> Result, RunBoard Board)> ShowAsync(Settings settings, IAsyncEnumerable<RunEvent> events)
    {
        var screen = settings.Screen;
        var board = new RunBoard(ArticleGraph.Write, settings.Time);
        RunResult<Article>? result = null;
        try
        {
            await (screen.IsLive ? LiveBoard.ShowAsync(screen, board, KeepResult(), settings.Time) : PlainLines.ShowAsync(screen, board, KeepResult()));
            return (result!, board);
        }
        catch (OperationCanceledException)
        {
            Ending.Cancelled(settings, board.Run);
            throw;
        }

        async IAsyncEnumerable<RunEvent> KeepResult()
        {
            await foreach (var e in events)
            {
                result = e is RunEnded<Article> ended ? ended.Result : result;
                yield return e;
            }
        }
    }
}
