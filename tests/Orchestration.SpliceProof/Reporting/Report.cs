using System.Globalization;
using System.Text;
using Orchestration.SpliceProof.Cases;
using Orchestration.SpliceProof.Checking;
using Orchestration.SpliceProof.Running;

namespace Orchestration.SpliceProof.Reporting;

/// <summary>The outcomes as Markdown: by behaviour, by way and protocol, by kind of answer, and each broken text with what makes it again.</summary>
internal static class Report
{
    public static string Of(IReadOnlyList<Outcome> outcomes, int seed, TimeSpan took)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {outcomes.Count:#,0} kills, seed {seed}, {took.TotalSeconds:0} s\n\n");
        Table(text, "successor", outcomes.GroupBy(static o => o.Kill.Behaviours[0].Name).OrderBy(static group => Behaviour.All.ToList().FindIndex(b => b.Name == group.Key)), outcomes);
        Table(text, "way to die", outcomes.GroupBy(static o => o.Kill.Way.ToString()).OrderBy(static group => group.First().Kill.Way), null);
        Table(text, "protocol", outcomes.GroupBy(static o => o.Kill.Route[0]).OrderBy(static group => Kill.Protocols.IndexOf(group.Key)), null);
        Table(text, "way x protocol", outcomes.GroupBy(static o => $"{o.Kill.Way}, {o.Kill.Route[0]}").OrderBy(static group => group.Key, StringComparer.Ordinal), null);
        Table(text, "answer", outcomes.GroupBy(static o => o.Kill.Answer.Kind).OrderBy(static group => group.Key, StringComparer.Ordinal), null);
        Table(text, "hold back", outcomes.GroupBy(static o => o.Kill.HoldBack.ToString(CultureInfo.InvariantCulture)).OrderBy(static group => group.First().Kill.HoldBack), null);
        foreach (var outcome in outcomes.Where(static outcome => outcome.IsBroken).OrderBy(static outcome => outcome.Kill.Number))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {outcome.Kill}\n  {outcome.Verdict.Finding} at {outcome.Verdict.Position}: {outcome.Verdict.Explanation}\n");
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, string head, IEnumerable<IGrouping<string, Outcome>> groups, IReadOnlyList<Outcome>? all)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {head} | kills | not noticed | begun anew before any text | spliced | of these second try | reader told to discard | typed error | another answer joined | broken |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (var group in groups)
        {
            Row(text, group.Key, [.. group]);
        }

        if (all is not null)
        {
            Row(text, "**all**", all);
        }

        text.Append('\n');
    }

    private static void Row(StringBuilder text, string name, IReadOnlyList<Outcome> outcomes)
    {
        int Count(Func<Outcome, bool> holds) => outcomes.Count(holds);
        text.Append(CultureInfo.InvariantCulture, $"| {name} | {outcomes.Count} | {Count(static o => o.Requests == 1 && !o.HasFailed)}")
            .Append(CultureInfo.InvariantCulture, $" | {Count(static o => o.Requests > 1 && o is { Continuations: 0, Restarts: 0, HasFailed: false })}")
            .Append(CultureInfo.InvariantCulture, $" | {Count(static o => o.Continuations > 0 && !o.HasFailed && o.Restarts == 0)} | {Count(static o => o.NeededSecondTry && !o.HasFailed && o.Restarts == 0)}")
            .Append(CultureInfo.InvariantCulture, $" | {Count(static o => o.Restarts > 0)} | {Count(static o => o.HasFailed)} | {Count(static o => o.Verdict == Verdict.AnotherAnswer)} | {Count(static o => o.IsBroken)} |\n");
    }
}
