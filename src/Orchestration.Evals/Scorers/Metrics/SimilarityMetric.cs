using System.Text.Json;
using Orchestration.Evals.Scorers.Texts;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>How like another text the output is.</summary>
/// <param name="Text">The other text; <see langword="null"/> = the reference.</param>
/// <param name="Least">The similarity from which on it passes; <see langword="null"/> = the similarity is the score.</param>
internal sealed record SimilarityRule(string? Text, double? Least)
{
    public const string Form = """a text, or {"text": "..", "least": 0.4}, where the reference stands in for a text that is left out""";

    public static SimilarityRule Read(JsonElement argument)
    {
        var read = new Argument(argument, "text", "least");
        return read.IsObject ? new SimilarityRule(read.Text("text"), read.Share("least"))
            : argument.ValueKind == JsonValueKind.String ? new SimilarityRule(argument.GetString(), null)
            : throw new FormatException($"It is {Argument.Said(argument)}.");
    }

    public string? OtherText(Part part) => Text ?? (part.Reference is { } reference ? JsonParts.Text(reference) : null);

    public Score Of(double similarity, string figures)
    {
        var value = Math.Clamp(similarity, 0, 1);
        return Least is { } least
            ? Score.Pass(value >= least, FormattableString.Invariant($"{figures}; {least:0.###} is asked for."))
            : Score.Of(value, $"{figures}.");
    }
}

internal sealed class SimilarityMetric(string name, Func<string, string, (double Value, string Figures)> measure) : Metric<SimilarityRule>
{
    public static SimilarityMetric Levenshtein { get; } = new("levenshtein", static (text, other) =>
    {
        var similarity = EditDistance.Similarity(text, other);
        return (similarity, FormattableString.Invariant($"{similarity:0.###} of the characters agree"));
    });

    public static SimilarityMetric RougeL { get; } = new("rouge-l", static (text, other) =>
    {
        var (f, precision, recall) = Rouge.L(text, other);
        return (f, FormattableString.Invariant($"ROUGE-L {f:0.###}, precision {precision:0.###}, recall {recall:0.###}"));
    });

    public static SimilarityMetric Bleu { get; } = new("bleu", static (text, other) =>
    {
        var bleu = Texts.Bleu.Of(text, other);
        return (bleu, FormattableString.Invariant($"BLEU {bleu:0.###}"));
    });

    public override string Name => name;

    public override string Form => SimilarityRule.Form;

    public override object FromReference(JsonElement reference) => new SimilarityRule(null, null);

    protected override SimilarityRule ReadRule(JsonElement argument) => SimilarityRule.Read(argument);

    protected override Score Judge(SimilarityRule rule, Part part)
    {
        if (rule.OtherText(part) is not { } other)
        {
            return Score.NotApplicable("Neither the expectation nor a reference gives a text to compare with.");
        }

        var (value, figures) = measure(part.Text, other);
        return rule.Of(value, figures);
    }
}
