using System.Globalization;
using Spectre.Console;

namespace Extraction.Display;

/// <summary>Numbers as people read them, and the few styles there are.</summary>
internal static class Words
{
    public static readonly Style Plain = Style.Plain, Dim = new(decoration: Decoration.Dim), Bold = new(decoration: Decoration.Bold);

    public static readonly Style Good = new(Color.Green), Healed = new(Color.Yellow), Bad = new(Color.Red);

    /// <summary>The text, or its beginning and an ellipsis, in at most so many characters.</summary>
    public static string Shorten(string text, int most) => text.Length <= most ? text : most < 1 ? string.Empty : $"{text[..(most - 1)]}…";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? string.Empty : "s")}";

    /// <summary>A count in a table, where none is better seen as nothing.</summary>
    public static string Some(long count) => count == 0 ? string.Empty : Count(count);

    public static string Usd(decimal usd, int unpriced) => (usd, unpriced) switch
    {
        (0, > 0) => "unknown",
        (_, > 0) => $"{Usd(usd, 0)} + ?",
        (0, _) => "$0",
        _ => string.Create(CultureInfo.InvariantCulture, $"${usd:0.0000}"),
    };
}
