using System.Text.RegularExpressions;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary>Finds the step of a run that a person means: by its path, or without the numbers of items where that is enough.</summary>
internal static partial class StepChoice
{
    /// <exception cref="UsageException">No model answered such a step, or several.</exception>
    public static async Task<string> FindAsync(IAuditLog log, RunId run, string step, CancellationToken cancellationToken)
    {
        var answers = await RecordedAnswers.LoadAsync(log, run, cancellationToken).ConfigureAwait(false);
        string[] steps = [.. answers.Completions.Keys];
        return steps.Contains(step, StringComparer.Ordinal) ? step : steps.Where(path => Item().Replace(path, string.Empty) == step).ToArray() switch
        {
            [var only] => only,
            [] when steps.Length == 0 => throw new UsageException($"No model answered in run {run}, so there is no step to make a case of. Leave --step out for a case of the whole graph."),
            [] => throw new UsageException($"No model answered a step '{step}' in run {run}. It answered {string.Join(", ", steps)}."),
            var several => throw new UsageException($"Several items of run {run} have the step '{step}'. Say which: {string.Join(", ", several)}."),
        };
    }

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Item();
}
