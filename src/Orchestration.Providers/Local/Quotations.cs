using System.Text.RegularExpressions;

namespace Orchestration.Providers.Local;

/// <summary>What an instruction puts in quotation marks: a section's heading, a topic.</summary>
internal static partial class Quotations
{
    public static IEnumerable<string> In(string text) => Quoted().Matches(text).Select(static match => match.Groups["words"].Value);

    [GeneratedRegex("""["“«„'‘](?<words>[^"“”«»„\n]{2,80}?)["”»“'’](?!\w)""", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex Quoted();
}
