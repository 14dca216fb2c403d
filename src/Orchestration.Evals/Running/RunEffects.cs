using System.Collections.Immutable;
using Orchestration.Models;
using Orchestration.Runs;

namespace Orchestration.Evals.Running;

/// <summary>What the effects of a run gave, by their paths.</summary>
internal static class RunEffects
{
    public static ImmutableSortedDictionary<string, JsonBytes> Of(RunResult run) => run.Steps
        .Where(static step => !step.Result.IsEmpty)
        .ToImmutableSortedDictionary(static step => step.Step, static step => step.Result, StringComparer.Ordinal);
}
