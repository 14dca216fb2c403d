using System.Globalization;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using Orchestration.Models;

namespace Orchestration.Evals.Reports;

/// <summary>The texts of a few cases: of each the repeat with the lowest score, and what it is compared with.</summary>
internal sealed class CaseTexts
{
    private readonly Dictionary<string, CaseResult> _worst = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonBytes> _before = new(StringComparer.Ordinal);
    private readonly string _beforeName;

    private CaseTexts(ReportSource source) => _beforeName = source.Others is null ? "reference" : source.OthersVariant!;

    public static async Task<CaseTexts> ReadAsync(ReportSource source, IEnumerable<CaseRow> rows, CancellationToken cancellationToken)
    {
        var texts = new CaseTexts(source);
        var wanted = rows.ToDictionary(static row => row.Id, static row => row.Hash, StringComparer.Ordinal);
        if (wanted.Count == 0)
        {
            return texts;
        }

        var gated = source.Manifest.Variants[0].Variant.ToString();
        await foreach (var result in source.Results(cancellationToken).ConfigureAwait(false))
        {
            if (result.Variant == gated && wanted.ContainsKey(result.Case) && (!texts._worst.TryGetValue(result.Case, out var known) || Lowest(result) < Lowest(known)))
            {
                texts._worst[result.Case] = result;
            }
        }

        if (source.Others is null)
        {
            await foreach (var golden in source.ReadGoldenAsync(cancellationToken).Where(golden => wanted.ContainsKey(golden.Id)).ConfigureAwait(false))
            {
                texts._before[golden.Id] = golden.Reference;
            }
        }
        else
        {
            await foreach (var other in source.ReadOthersAsync(cancellationToken).Where(other => wanted.GetValueOrDefault(other.Case) == other.CaseHash).ConfigureAwait(false))
            {
                texts._before[other.Case] = other.Output;
            }
        }

        return texts;
    }

    /// <summary>The scores below 1 with their reasons, and what went wrong.</summary>
    public IEnumerable<string> Reasons(string id)
    {
        if (!_worst.TryGetValue(id, out var result))
        {
            yield break;
        }

        if (result.Error is { } error)
        {
            yield return OutputText.Shorten(error, 1000);
        }

        foreach (var (metric, score) in result.Scores.Where(static one => one.Value is { Kind: ScoreKind.Error } or { Kind: ScoreKind.Scored, Value: < 1 }))
        {
            var value = score.Kind == ScoreKind.Error ? "could not judge" : score.Value.ToString("0.00", CultureInfo.InvariantCulture);
            yield return $"{metric} {value}: {OutputText.Shorten(score.Reason, 1000)}";
        }
    }

    /// <summary>The difference to what the output is compared with, or the output itself where there is nothing; with a word that says which.</summary>
    public (string Title, List<string> Lines) Diff(string id, int maxLines)
    {
        var output = _worst.TryGetValue(id, out var result) ? result.Output : default;
        if (output.IsEmpty)
        {
            return ("no output", []);
        }

        if (_before.TryGetValue(id, out var before) && !before.IsEmpty)
        {
            var lines = OutputText.Diff(before, output, maxLines);
            return lines.Count > 0 ? ($"from {_beforeName} (-) to output (+)", lines) : ($"output equals {_beforeName}", []);
        }

        return ("output", [.. OutputText.Of(output).Text.Split('\n').Take(maxLines).Select(static line => "  " + OutputText.Shorten(line, 500))]);
    }

    private static double Lowest(CaseResult result) =>
        result.Scores.Values.Where(static score => score.Kind == ScoreKind.Scored).Select(static score => score.Value).DefaultIfEmpty(result.Outcome == CaseOutcome.Error ? 2 : 1).Min();
}
