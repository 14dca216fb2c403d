using System.Buffers;
using System.Globalization;
using System.Text;
using Extraction.Warnings;

namespace Extraction.Results;

/// <summary>Records as CSV by RFC 4180: lines end in CR LF, and a field that holds a comma, a quote or a line break stands in quotes.</summary>
internal static class Csv
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    private static readonly (string Name, Func<Extracted, string> Value)[] Columns =
    [
        ("document", static e => e.Document),
        ("model", static e => e.Model),
        ("hazard", static e => Spoken(e.Record.Hazard)),
        ("office", static e => e.Record.Office),
        ("issued", static e => e.Record.Issued.ToString("O", CultureInfo.InvariantCulture)),
        ("until", static e => e.Record.Until.ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture)),
        ("areas", static e => string.Join("; ", e.Record.Areas)),
        ("windMph", static e => Number(e.Record.WindMph)),
        ("movesMph", static e => Number(e.Record.MovesMph)),
        ("places", static e => string.Join("; ", e.Record.Places)),
    ];

    public static string Of(IEnumerable<Extracted> records)
    {
        var csv = new StringBuilder();
        Append(csv, Columns.Select(static column => column.Name));
        foreach (var record in records)
        {
            Append(csv, Columns.Select(column => column.Value(record)));
        }

        return csv.ToString();
    }

    /// <summary>"FlashFlood" as "Flash Flood".</summary>
    public static string Spoken(Hazard hazard) => string.Concat($"{hazard}".Select(static (c, i) => i > 0 && char.IsUpper(c) ? $" {c}" : $"{c}"));

    private static void Append(StringBuilder csv, IEnumerable<string> fields) => csv.AppendJoin(',', fields.Select(Field)).Append("\r\n");

    private static string Field(string text) => text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
}
