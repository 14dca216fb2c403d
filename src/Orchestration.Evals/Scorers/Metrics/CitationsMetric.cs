using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>Whether what the output cites is there to be cited: markers in brackets, and addresses.</summary>
internal sealed class CitationsMetric : Metric<CitationsMetric.Rule>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly Regex Link = new(@"\[[^\]\n]*\]\((?<address>[^)\s]+)\)", RegexOptions.NonBacktracking, Timeout);
    private static readonly Regex Address = new(@"https?://[^\s()\[\]<>""']+", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase, Timeout);
    private static readonly Regex Marker = new(@"\[\^?(?<marker>[^\[\]\n]{1,100})\]", RegexOptions.NonBacktracking, Timeout);

    // What sources are known by.
    private static readonly string[] Keys = ["id", "key", "name", "title", "url", "uri", "doi", "source", "author"];

    public override string Name => "citations";

    public override string Form => $$"""the place of the sources, {{SourcePath.Form}}, or {"in": .., "least": 1} with the fewest citations""";

    public override object Unsaid => new Rule(SourcePath.Input, 1);

    protected override Rule ReadRule(JsonElement argument)
    {
        var read = new Argument(argument, "in", "least");
        var place = read.IsObject ? read.Text("in") ?? string.Empty : argument.ValueKind == JsonValueKind.String ? argument.GetString()! : throw new FormatException($"It is {Argument.Said(argument)}.");
        return new Rule(SourcePath.Parse(place), read.Whole("least", least: 0) ?? 1);
    }

    protected override Score Judge(Rule rule, Part part)
    {
        if (rule.In.Find(part.Whole) is not { } source)
        {
            return Score.NotApplicable($"The case has nothing in {rule.In}.");
        }

        var cited = Cited(part.Text);
        if (cited.Count < Math.Max(1, rule.Least))
        {
            return cited.Count >= rule.Least
                ? Score.Of(1, "It cites nothing, and need not.")
                : Score.Of(0, FormattableString.Invariant($"It cites {cited.Count} source(s); {rule.Least} are asked for."));
        }

        var known = Known(source);
        var text = JsonParts.Text(source);
        var unknown = cited.Where(citation => !known.Contains(citation) && !IsIn(text, citation, source)).ToList();
        return Score.Of(
            1 - ((double)unknown.Count / cited.Count),
            unknown.Count == 0 ? $"All {cited.Count} citation(s) are in {rule.In}." : $"{unknown.Count} of {cited.Count} citation(s) are not in {rule.In}: {TextsRule.Quoted(unknown.Take(5))}.");
    }

    private static HashSet<string> Cited(string text)
    {
        var cited = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match link in Link.Matches(text))
        {
            cited.Add(Bare(link.Groups["address"].Value));
        }

        text = Link.Replace(text, " ");
        foreach (Match address in Address.Matches(text))
        {
            cited.Add(Bare(address.Value));
        }

        text = Address.Replace(text, " ");
        foreach (Match marker in Marker.Matches(text))
        {
            foreach (var one in marker.Groups["marker"].Value.Split(',', ';'))
            {
                // A box to tick is no citation, nor is an ellipsis.
                if (one.AsSpan().Trim() is var bare && !bare.Equals("x", StringComparison.OrdinalIgnoreCase) && bare.ToString().Any(char.IsLetterOrDigit))
                {
                    cited.Add(bare.ToString());
                }
            }
        }

        return cited;
    }

    private static HashSet<string> Known(JsonElement source)
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (source.ValueKind == JsonValueKind.Array)
        {
            var number = 0;
            foreach (var item in source.EnumerateArray())
            {
                known.Add((++number).ToString(System.Globalization.CultureInfo.InvariantCulture));
                AddItem(item);
            }
        }
        else if (source.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in source.EnumerateObject())
            {
                known.Add(member.Name);
                AddItem(member.Value);
            }
        }

        return known;

        void AddItem(JsonElement item)
        {
            if (item.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                known.Add(Bare(JsonParts.Text(item)));
            }
            else if (item.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in item.EnumerateObject().Where(static member => Keys.Contains(member.Name, StringComparer.OrdinalIgnoreCase) && member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number))
                {
                    known.Add(Bare(JsonParts.Text(member.Value)));
                }
            }
        }
    }

    // A source that is one text names its parts as it likes; an address is an address wherever it stands.
    private static bool IsIn(string text, string citation, JsonElement source) =>
        (source.ValueKind == JsonValueKind.String || citation.Contains("://", StringComparison.Ordinal)) && text.Contains(citation, StringComparison.OrdinalIgnoreCase);

    private static string Bare(string address) => address.Contains("://", StringComparison.Ordinal) ? address.TrimEnd('.', ',', ';', ':', '!', '?', '/') : address.Trim();

    internal sealed record Rule(SourcePath In, int Least);
}
