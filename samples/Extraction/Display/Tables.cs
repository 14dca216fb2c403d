using System.Globalization;
using Extraction.Results;
using Spectre.Console;

namespace Extraction.Display;

/// <summary>What a batch came to.</summary>
internal static class Tables
{
    /// <summary>How each model did.</summary>
    public static Table Of(IReadOnlyList<Validity> all)
    {
        var table = Frame("How valid the answers were, from the audit log");
        table.AddColumn(Column("model"));
        foreach (var name in (string[])["at once", "mended", "repaired", "failed", "calls", "tokens", "saved", "cost"])
        {
            table.AddColumn(Column(name, isFigure: true, mayWrap: false));
        }

        foreach (var one in all)
        {
            table.AddRow(
                new Text(one.Model),
                new Text(Words.Some(one.AtOnce), Words.Good),
                new Text(Words.Some(one.Mended), Words.Good),
                new Text(Words.Some(one.Repaired), Words.Healed),
                new Text(Words.Some(one.Failed), Words.Bad),
                new Text(Words.Count(one.Attempts)),
                new Text(Words.Count(one.Tokens)),
                new Text(Words.Some(one.SavedTokens)),
                new Text(Words.Usd(one.CostUsd, one.Unpriced)));
        }

        return table;
    }

    /// <summary>What one model found.</summary>
    public static Table Of(IReadOnlyList<Extracted> records, string model)
    {
        var table = Frame($"What {model} found");
        foreach (var name in (string[])["document", "hazard", "issued", "until", "mph", "areas"])
        {
            table.AddColumn(Column(name, isFigure: name == "mph", mayWrap: name is "document" or "areas"));
        }

        foreach (var (document, _, warning) in records.Where(record => record.Model == model))
        {
            table.AddRow(
                new Text(document),
                new Text(Csv.Spoken(warning.Hazard)),
                new Text(warning.Issued.ToString("O", CultureInfo.InvariantCulture), Words.Dim),
                new Text(warning.Until.ToString("HH:mm", CultureInfo.InvariantCulture), Words.Dim),
                new Text(warning.WindMph is { } wind ? Words.Count(wind) : string.Empty),
                new Text(warning.Areas is [var first, _, ..] ? $"{first} +{warning.Areas.Count - 1}" : string.Join(", ", warning.Areas)));
        }

        return table;
    }

    // All this fits into 80 columns; where names are longer, they wrap.
    private static TableColumn Column(string name, bool isFigure = false, bool mayWrap = true) => new(new Text(name, Words.Bold))
    {
        Alignment = isFigure ? Justify.Right : Justify.Left, NoWrap = !mayWrap, Padding = new Padding(0, 0, 1, 0),
    };

    private static Table Frame(string title) => new()
    {
        Title = new TableTitle(Markup.Escape(title), Words.Bold), Border = TableBorder.Horizontal, BorderStyle = new Style(Color.Grey), UseSafeBorder = true,
    };
}
