namespace Orchestration.Cli.Evals;

/// <summary>Turns what the library refuses into what the tool says.</summary>
internal static class Faults
{
    /// <exception cref="UsageException">What was asked for cannot be.</exception>
    /// <exception cref="ToolException">The state of files or application is in the way.</exception>
    public static async Task<T> ToldAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            // The name of a parameter says nothing to who types commands.
            throw new UsageException(e.ParamName is { } name ? e.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : e.Message);
        }
        catch (InvalidOperationException e)
        {
            throw new ToolException(e.Message, e);
        }
    }
}
