using System.Globalization;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Evals.Drift;

/// <summary>What is remembered of a run until its end, or until its scores are counted.</summary>
internal sealed class CountedRun(RunId id, string tenant, RunStartedRecord start)
{
    // By step: the model that answered; empty when several did.
    private readonly Dictionary<string, string> _models = [];

    public RunId Id => id;

    public string Tenant => tenant;

    public RunStart Start { get; } = new(start.Graph, start.Version.ToString(CultureInfo.InvariantCulture), start.Fingerprint, start.IsOriginal);

    /// <summary>The full paths of steps under way that have had an answer, valid or not.</summary>
    public HashSet<string> Answered { get; } = [];

    public void Complete(string path, string step, string? model)
    {
        Answered.Remove(path);
        if (model is not null)
        {
            _models[step] = _models.TryGetValue(step, out var other) && other != model ? string.Empty : model;
        }
    }

    /// <summary>The model that answered the step; for the run as a whole, the one that answered all its steps. Empty when there is none such.</summary>
    public string ModelOf(string step) =>
        step.Length > 0 ? _models.GetValueOrDefault(step, string.Empty) : _models.Values.Distinct().Take(2).ToList() is [var only] ? only : string.Empty;

    public void MarkOn(DriftCell cell)
    {
        cell.Mark(Marks.Version, Start.Version);
        cell.Mark(Marks.Fingerprint, Start.Fingerprint);
    }
}

/// <summary>Of the start of a run, what is counted by. Its input is not kept.</summary>
internal sealed record RunStart(string Graph, string Version, string Fingerprint, bool IsOriginal);
