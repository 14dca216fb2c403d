using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestration.Evals.GoldenSets.Files;

/// <summary>Adds cases to the text of a YAML file, behind its last; all other text stays. A case is a line of JSON, which is YAML too.</summary>
internal static class YamlAppender
{
    public static string Append(string text, IEnumerable<string> cases)
    {
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        if (string.IsNullOrWhiteSpace(text))
        {
            return "cases:" + newLine + Lines(cases, "  ", newLine);
        }

        var (start, end, dash) = Cases(text);
        if (end == start)
        {
            return text + (text.EndsWith('\n') ? string.Empty : newLine) + Lines(cases, dash, newLine);
        }

        // Between brackets.
        var before = text[start..end].TrimEnd();
        return text[..start] + before + (before.EndsWith(',') || before.EndsWith('[') ? string.Empty : ",") + newLine + "  " + string.Join("," + newLine + "  ", cases) + newLine + text[end..];
    }

    private static string Lines(IEnumerable<string> cases, string indent, string newLine) =>
        cases.Aggregate(new StringBuilder(), (lines, golden) => lines.Append(indent).Append("- ").Append(golden).Append(newLine)).ToString();

    /// <summary>Where a list between brackets begins and ends; of one with dashes, only how far it is indented.</summary>
    private static (int Start, int End, string Indent) Cases(string text)
    {
        var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        SequenceStart? list = null;
        var depth = 0;
        try
        {
            while (parser.MoveNext())
            {
                list ??= parser.Current as SequenceStart is { } found && depth <= 1 ? found : null;
                depth += parser.Current is MappingStart or SequenceStart ? 1 : parser.Current is MappingEnd or SequenceEnd ? -1 : 0;
                if (list is { Style: SequenceStyle.Flow } && parser.Current is SequenceEnd end && depth <= 1)
                {
                    return (checked((int)list.Start.Index), checked((int)end.Start.Index), string.Empty);
                }
            }
        }
        catch (Exception exception) when (exception is YamlException or InvalidOperationException)
        {
            // Broken text stays broken, and is told as such when the result is checked.
        }

        return (0, 0, new string(' ', Math.Max(0, checked((int)(list?.Start.Column ?? 3)) - 1)));
    }
}
