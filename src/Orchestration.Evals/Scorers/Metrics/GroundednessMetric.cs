using System.Text.Json;
using Orchestration.Evals.Scorers.Texts;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>How much of the output is said in the source in the same words.</summary>
internal sealed class GroundednessMetric : Metric<GroundednessMetric.Rule>
{
    private const int DefaultRun = 2;

    // A sentence is supported when half of its runs are.
    private const double SupportedAt = 0.5;

    public override string Name => "groundedness";

    public override string Form => $$"""the place of the source, {{SourcePath.Form}}, or {"in": .., "words": {{DefaultRun}}, "by": "words" or "sentences", "least": 0.6}, with the length of a run of words""";

    public override object Unsaid => new Rule(SourcePath.Input, DefaultRun, BySentence: false, null);

    protected override Rule ReadRule(JsonElement argument)
    {
        var read = new Argument(argument, "in", "words", "by", "least");
        var place = read.IsObject ? read.Text("in") ?? string.Empty : argument.ValueKind == JsonValueKind.String ? argument.GetString()! : throw new FormatException($"It is {Argument.Said(argument)}.");
        return new Rule(
            SourcePath.Parse(place),
            read.Whole("words", least: 1) ?? DefaultRun,
            read.Text("by") switch
            {
                null or "words" => false,
                "sentences" => true,
                var other => throw new FormatException($"by is '{other}', and is to be 'words' or 'sentences'."),
            },
            read.Share("least"));
    }

    protected override Score Judge(Rule rule, Part part)
    {
        if (rule.In.Find(part.Whole) is not { } source)
        {
            return Score.NotApplicable($"The case has nothing in {rule.In}.");
        }

        var sentences = Supports(part.Text, Words.Of(Plain(source)), rule.Run);
        if (sentences.Count == 0)
        {
            return Score.Of(0, "It has no words.");
        }

        var (supported, all) = rule.BySentence
            ? (sentences.Count(static sentence => sentence.Share >= SupportedAt), sentences.Count)
            : (sentences.Sum(static sentence => sentence.Supported), sentences.Sum(static sentence => sentence.Runs));
        var share = (double)supported / all;
        var weakest = sentences.MinBy(static sentence => sentence.Share);
        var worst = weakest.Share < SupportedAt ? $" Least supported: \"{JsonParts.Short(weakest.Text)}\"." : string.Empty;
        var figures = FormattableString.Invariant($"{supported} of {all} {(rule.BySentence ? "sentences" : "runs of words")} are in {rule.In}");
        return rule.Least is { } least
            ? Score.Pass(share >= least, FormattableString.Invariant($"{figures}; {least:0.###} is asked for.{worst}"))
            : Score.Of(share, $"{figures}.{worst}");
    }

    private static List<Support> Supports(string text, List<string> source, int run)
    {
        var known = new Dictionary<int, HashSet<string>>();
        var supports = new List<Support>();
        foreach (var sentence in Sentences.Of(text))
        {
            var words = Words.Of(sentence);
            if (words.Count == 0)
            {
                continue;
            }

            // A sentence shorter than a run is one run.
            var n = Math.Min(run, words.Count);
            if (!known.TryGetValue(n, out var grams))
            {
                known[n] = grams = [.. NGrams.Of(source, n)];
            }

            supports.Add(new Support(sentence, NGrams.Of(words, n).Count(grams.Contains), words.Count - n + 1));
        }

        return supports;
    }

    // The texts of a document without its names and brackets.
    private static string Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => string.Join('\n', json.EnumerateObject().Select(static member => Plain(member.Value))),
        JsonValueKind.Array => string.Join('\n', json.EnumerateArray().Select(Plain)),
        _ => JsonParts.Text(json),
    };

    internal sealed record Rule(SourcePath In, int Run, bool BySentence, double? Least);

    private readonly record struct Support(string Text, int Supported, int Runs)
    {
        public double Share => (double)Supported / Runs;
    }
}
