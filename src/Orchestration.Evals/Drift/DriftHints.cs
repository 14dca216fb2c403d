using System.Collections.Immutable;
using System.Globalization;

namespace Orchestration.Evals.Drift;

/// <summary>What else is new on a day that alarmed. No proof of a cause: where to look first.</summary>
internal static class DriftHints
{
    // New is what a twentieth of the calls have today and hardly one in a hundred had before.
    private const double MuchNow = 0.05;
    private const double LittleBefore = 0.01;
    private const double MixShift = 0.2;

    public static ImmutableArray<string> Of(DriftFinding finding, DriftCell now, DriftCell before, List<DriftDay> window, List<DriftDay> reference)
    {
        var hints = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, share, most) in New(now, before, Marks.ModelId))
        {
            hints.Add(Say($"The model reports itself as '{name}' in {share:0 %} of its answers; before, mostly as '{most}'."));
        }

        foreach (var (name, share, most) in New(now, before, Marks.Provider))
        {
            hints.Add(Say($"Provider '{name}' served {share:0 %} of the attempts; before, mostly '{most}'."));
        }

        var versions = New(now, before, Marks.Version).ToList();
        foreach (var (name, share, most) in versions)
        {
            hints.Add(Say($"Version {name} of the graph ran in {share:0 %} of the calls; before, mostly version {most}."));
        }

        foreach (var (name, share, most) in versions.Count > 0 ? [] : New(now, before, Marks.Fingerprint))
        {
            hints.Add(Say($"The graph's code changed under the same version: fingerprint {Short(name)} in {share:0 %} of the calls; before, mostly {Short(most)}."));
        }

        hints.AddRange(window.SelectMany(static day => day.RoutingChanges.Select(change => Say($"Routing, {day.Day:yyyy-MM-dd} {change}"))));
        hints.AddRange(Mix(finding.Series, window, reference, "Model", static series => series.Model));
        hints.AddRange(Mix(finding.Series, window, reference, "Step", static series => series.Step));
        hints.AddRange(Mix(finding.Series, window, reference, "Tenant", static series => series.Tenant));
        if (finding.Metric is "failures" or "failed-calls" && Reason(now) is { } reason)
        {
            hints.Add(reason);
        }

        return hints.ToImmutable();
    }

    private static IEnumerable<(string Name, double Share, string Most)> New(DriftCell now, DriftCell before, string kind)
    {
        if (now.Marks.GetValueOrDefault(kind) is not { } names || before.Marks.GetValueOrDefault(kind) is not { } old)
        {
            return [];
        }

        var (all, allBefore) = ((double)names.Values.Sum(), (double)old.Values.Sum());
        var most = old.MaxBy(static name => name.Value).Key;
        return names.Where(name => name.Value / all >= MuchNow && old.GetValueOrDefault(name.Key) / allBefore < LittleBefore).Select(name => (name.Key, name.Value / all, most));
    }

    private static IEnumerable<string> Mix(DriftSeries series, List<DriftDay> window, List<DriftDay> reference, string kind, Func<DriftSeries, string?> part)
    {
        var (now, before) = (Shares(window, series, part), Shares(reference, series, part));
        return now.Keys.Union(before.Keys).Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Now: now.GetValueOrDefault(name), Before: before.GetValueOrDefault(name)))
            .Where(static one => Math.Abs(one.Now - one.Before) >= MixShift)
            .Select(one => Say($"{kind} '{one.Name}' had {one.Now:0 %} of the calls; before, {one.Before:0 %}."));
    }

    private static Dictionary<string, double> Shares(List<DriftDay> days, DriftSeries series, Func<DriftSeries, string?> part)
    {
        var cells = days.SelectMany(static day => day.Cells).Where(cell => series.Contains(cell.Series)).ToList();
        var all = Math.Max(1.0, cells.Sum(static cell => cell[Counts.Calls]));
        return cells.GroupBy(cell => part(cell.Series) ?? string.Empty).ToDictionary(static group => group.Key, group => group.Sum(static cell => cell[Counts.Calls]) / all);
    }

    private static string? Reason(DriftCell now) =>
        now.Counts.Where(static count => count.Key.StartsWith(Counts.ReasonPrefix, StringComparison.Ordinal)).OrderByDescending(static count => count.Value).FirstOrDefault() is { Value: > 0 } most
            ? Say($"The most frequent failure is {most.Key[Counts.ReasonPrefix.Length..]}, {most.Value} times.")
            : null;

    private static string Short(string fingerprint) => fingerprint.Length > 12 ? fingerprint[..12] : fingerprint;

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
