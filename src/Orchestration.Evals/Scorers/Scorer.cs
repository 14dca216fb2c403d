using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Evals.Scorers.Adapters;
using Orchestration.Evals.Scorers.Metrics;
using Orchestration.Schemas;

namespace Orchestration.Evals.Scorers;

/// <summary>Makes scorers.</summary>
/// <remarks>
/// <para>Each is told what to hold the output to, for all cases; or else each case says it, under <see cref="GoldenSets.GoldenCase.Expect"/> by the scorer's name; or else the case's reference is it. Where nobody says anything, the
/// score is not applicable. What is told is written as a golden set would write it: <c>Scorer.Contains("tea")</c> is <c>contains: tea</c>, and a change of it is a new version.</para>
/// <para><c>at</c>, a JSON Pointer (RFC 6901) such as <c>/title</c>, selects the part of the output, and of the reference, that is judged; it becomes part of the default name, as <c>contains /title</c>. A text that holds JSON
/// is judged by that. An output without the part scores 0.</para>
/// </remarks>
/// <exception cref="ArgumentException">An argument cannot be meant; the message says why and what the scorer takes.</exception>
/// <example>
/// <code>
/// Scorers = [Scorer.Exact(at: "/title"), Scorer.Length(words: (50, 200), at: "/body"), Scorer.Citations("sources"), Scorer.Cost(maxUsd: 0.02m)]
/// </code>
/// </example>
public static class Scorer
{
    /// <summary>1 for the same text to the character, or JSON of the same value; otherwise 0. Named <c>exact</c>.</summary>
    /// <param name="expected">The text; <see langword="null"/> = each case's own.</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    public static IScorer Exact(string? expected = null, string? at = null, string? name = null) => MetricTable.Exact.At(name, at, Json(expected));

    /// <summary>The share of texts that the output has, to the letter. Named <c>contains</c>.</summary>
    /// <param name="texts">What it must have; none = each case's own.</param>
    public static IScorer Contains(params ReadOnlySpan<string> texts) => MetricTable.Contains.At(null, null, List(texts));

    /// <inheritdoc cref="Contains(ReadOnlySpan{string})"/>
    /// <param name="texts">What it must have; none = each case's own.</param>
    /// <param name="ignoreCase">Whether case does not matter.</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    public static IScorer Contains(IReadOnlyCollection<string> texts, bool ignoreCase = false, string? at = null, string? name = null) =>
        MetricTable.Contains.At(name, at, texts.Count == 0 ? null : Object(("all", List([.. texts])), ("ignoreCase", Json(ignoreCase))));

    /// <summary>0 if the output has any of the texts, otherwise 1. Named <c>not-contains</c>.</summary>
    /// <param name="texts">What it may not have; none = each case's own.</param>
    public static IScorer NotContains(params ReadOnlySpan<string> texts) => MetricTable.NotContains.At(null, null, List(texts));

    /// <inheritdoc cref="NotContains(ReadOnlySpan{string})"/>
    /// <param name="texts">What it may not have; none = each case's own.</param>
    /// <param name="ignoreCase">Whether case does not matter.</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    public static IScorer NotContains(IReadOnlyCollection<string> texts, bool ignoreCase = false, string? at = null, string? name = null) =>
        MetricTable.NotContains.At(name, at, texts.Count == 0 ? null : Object(("texts", List([.. texts])), ("ignoreCase", Json(ignoreCase))));

    /// <summary>1 if a regular expression matches somewhere, otherwise 0. Named <c>regex</c>.</summary>
    /// <param name="pattern">Matched in linear time where it can be, which is without look-arounds and back-references; <see langword="null"/> = each case's own.</param>
    /// <param name="ignoreCase">Whether case does not matter.</param>
    /// <param name="timeout">How long a match may take; one that takes longer is an error. <see langword="null"/> = 1 s.</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    public static IScorer Regex(string? pattern = null, bool ignoreCase = false, TimeSpan? timeout = null, string? at = null, string? name = null) => MetricTable.Regex.At(
        name, at, pattern is null ? null : Object(("pattern", Json(pattern)), ("ignoreCase", Json(ignoreCase)), ("timeoutMs", timeout is { } most ? Json(Math.Ceiling(most.TotalMilliseconds)) : null)));

    /// <summary>1 for JSON that is valid against a schema, otherwise 0, with the first errors. Named <c>schema</c>.</summary>
    /// <param name="schema"><see langword="null"/> = each case's own.</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    public static IScorer JsonSchema(JsonSchema? schema = null, string? at = null, string? name = null) => MetricTable.Schema.At(name, at, schema?.Document);

    /// <summary>The share of fields of a JSON output that are as expected. Other fields do not matter. Named <c>fields</c>.</summary>
    /// <param name="fields">What they are to be, by name or JSON Pointer; <see langword="null"/> = each case's own, or all of the reference's.</param>
    /// <param name="tolerance">How far numbers may be off, at most.</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    public static IScorer JsonFields(JsonObject? fields = null, double tolerance = 0, string? at = null, string? name = null) => MetricTable.Fields.At(name, at, fields is null ? null : Tolerant(fields, tolerance));

    /// <summary>How far two sets of items agree: a list's, or a text's lines, or what stands between its commas. Case, order and repetition do not matter. Named <c>set-overlap</c>.</summary>
    /// <param name="items">The expected items; <see langword="null"/> = each case's own, or the reference's.</param>
    /// <param name="jaccard">Whether what is common counts by the union of both, and not by the mean of their sizes (F1).</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    public static IScorer SetOverlap(IReadOnlyCollection<string>? items = null, bool jaccard = false, string? at = null, string? name = null) => MetricTable.SetOverlap.At(
        name, at, items is null && !jaccard ? null : Object(("items", items is null ? null : List([.. items], evenEmpty: true)), ("measure", Json(jaccard ? "jaccard" : "f1"))));

    /// <summary>How alike two texts are by character: 1 - Levenshtein's distance / the longer length. Named <c>levenshtein</c>.</summary>
    /// <param name="text">The other text; <see langword="null"/> = each case's own, or the reference.</param>
    /// <param name="least">The similarity from which on the score is 1, and below which it is 0; <see langword="null"/> = the similarity is the score.</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    public static IScorer Levenshtein(string? text = null, double? least = null, string? at = null, string? name = null) => SimilarityMetric.Levenshtein.At(name, at, Similarity(text, least));

    /// <summary>How much of one text runs through another in order, by words: ROUGE-L's F1 (C.-Y. Lin, ACL 2004), in lower case, without stemming. Named <c>rouge-l</c>.</summary>
    /// <inheritdoc cref="Levenshtein" path="/param"/>
    public static IScorer RougeL(string? text = null, double? least = null, string? at = null, string? name = null) => SimilarityMetric.RougeL.At(name, at, Similarity(text, least));

    /// <summary>Sentence BLEU over runs of 1 to 4 words (K. Papineni et al., ACL 2002), with one added to the counts of runs of 2 to 4 (C.-Y. Lin and F. J. Och, COLING 2004: "smoothing 2" of B. Chen and C. Cherry, WMT 2014). Named <c>bleu</c>.</summary>
    /// <inheritdoc cref="Levenshtein" path="/param"/>
    public static IScorer Bleu(string? text = null, double? least = null, string? at = null, string? name = null) => SimilarityMetric.Bleu.At(name, at, Similarity(text, least));

    /// <summary>How alike two texts are in meaning: the cosine of their embeddings, of which what is below 0 counts as 0. Named <c>embedding-similarity</c>.</summary>
    /// <param name="text">The other text; <see langword="null"/> = each case's own, or the reference.</param>
    /// <param name="least">The similarity from which on the score is 1, and below which it is 0; <see langword="null"/> = the similarity is the score.</param>
    /// <param name="generator">The embedding model; <see langword="null"/> = the one among the application's services.</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    /// <remarks>The model is asked directly: it is in no budget, and in no audit log.</remarks>
    public static IScorer EmbeddingSimilarity(
        string? text = null, double? least = null, IEmbeddingGenerator<string, Embedding<float>>? generator = null, string? at = null, string? name = null) =>
        new EmbeddingMetric(generator).At(name, at, Similarity(text, least));

    /// <summary>1 for a length within a range; outside of it the ratio to the nearer end. Of both units the worse counts. Named <c>length</c>.</summary>
    /// <param name="words">The fewest and the most words; <see langword="null"/> for an open end.</param>
    /// <param name="characters">The fewest and the most characters (Unicode scalar values).</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    public static IScorer Length((int? Least, int? Most)? words = null, (int? Least, int? Most)? characters = null, string? at = null, string? name = null) => MetricTable.Length.At(
        name, at, words is null && characters is null ? null : Object(("words", Range(words)), ("characters", Range(characters))));

    /// <summary>1 if the text is in a language, otherwise 0, also when it is too short to tell. Named <c>language</c>.</summary>
    /// <remarks>
    /// Told by script: Arabic, Chinese, Greek, Hebrew, Hindi, Japanese, Korean, Persian, Russian, Thai, Ukrainian; by little words and letters: Czech, Danish, Dutch, English, Finnish, French, German, Italian, Polish, Portuguese,
    /// Spanish, Swedish, Turkish. Other languages are taken for the nearest of these, as Norwegian for Danish. A sentence is enough, a title may not be.
    /// </remarks>
    /// <param name="language">As BCP 47 has it, such as <c>en</c>; the region is not looked at. <see langword="null"/> = each case's own.</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    public static IScorer Language(string? language = null, string? at = null, string? name = null) => MetricTable.Language.At(name, at, Json(language));

    /// <summary>1 for an English text whose Flesch-Kincaid grade (J. P. Kincaid et al., 1975) is within a range; a quarter less for each grade outside. Syllables are estimated. Named <c>reading-level</c>.</summary>
    /// <param name="least">The lowest grade.</param>
    /// <param name="most">The highest grade; without both, each case's own.</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    public static IScorer ReadingLevel(double? least = null, double? most = null, string? at = null, string? name = null) => MetricTable.ReadingLevel.At(
        name, at, least is null && most is null ? null : Json(new JsonArray(least, most)));

    /// <summary>The share of citations, markers in brackets such as <c>[2]</c> or <c>[smith-2019]</c> and addresses, that the sources have. Named <c>citations</c>.</summary>
    /// <param name="sources">
    /// Where they are: a member of the case's input or a JSON Pointer into it, or <c>effect:PATH</c>, perhaps with <c>#/pointer</c>, for what an effect gave; <see langword="null"/> = each case's own, or the whole input. Sources of a list are
    /// known by their number from 1, and by their id, key, name, title, author, url, uri, doi or source; those of an object by their names; a text by all that stands in it.
    /// </param>
    /// <param name="least">The fewest citations; an output with fewer scores 0.</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    public static IScorer Citations(string? sources = null, int least = 1, string? at = null, string? name = null) => MetricTable.Citations.At(
        name, at, sources is null && least == 1 ? null : Object(("in", Json(sources)), ("least", Json(least))));

    /// <summary>The share of the output's runs of words that the source has: what is said in other words counts as not supported. Named <c>groundedness</c>.</summary>
    /// <param name="source">As for <see cref="Citations"/>.</param>
    /// <param name="words">How many words a run has.</param>
    /// <param name="bySentence">Whether the share is of sentences, of which one is supported when half of its runs are.</param>
    /// <param name="least">The share from which on the score is 1, and below which it is 0; <see langword="null"/> = the share is the score.</param>
    /// <param name="at">The part judged.</param>
    /// <param name="name">Another name.</param>
    public static IScorer Groundedness(string? source = null, int words = 2, bool bySentence = false, double? least = null, string? at = null, string? name = null) => MetricTable.Groundedness.At(
        name, at, (source, words, bySentence, least) is (null, 2, false, null) ? null : Object(("in", Json(source)), ("words", Json(words)), ("by", Json(bySentence ? "sentences" : "words")), ("least", Json(least))));

    /// <summary>1 for a run that cost no more than this, falling to 0. A cost that is not known is an error. Named <c>cost</c>.</summary>
    /// <param name="maxUsd">The most US dollars; <see langword="null"/> = each case's own.</param>
    /// <param name="zeroAtUsd">Where 0 is reached; <see langword="null"/> = at twice the most.</param>
    /// <param name="name">Another name.</param>
    public static IScorer Cost(decimal? maxUsd = null, decimal? zeroAtUsd = null, string? name = null) => CeilingMetric.Cost.At(name, null, maxUsd is null ? null : Object(("maxUsd", Json(maxUsd)), ("zeroAtUsd", Json(zeroAtUsd))));

    /// <summary>1 for a run that took no longer than this, falling to 0. Named <c>latency</c>.</summary>
    /// <param name="max">The longest time; <see langword="null"/> = each case's own.</param>
    /// <param name="zeroAt">Where 0 is reached; <see langword="null"/> = at twice the longest.</param>
    /// <param name="name">Another name.</param>
    public static IScorer Latency(TimeSpan? max = null, TimeSpan? zeroAt = null, string? name = null) => CeilingMetric.Latency.At(
        name, null, max is null ? null : Object(("maxSeconds", Json(max.Value.TotalSeconds)), ("zeroAtSeconds", Json(zeroAt?.TotalSeconds))));

    /// <summary>1 for a run of no more attempts than this over all steps, falling to 0. Named <c>attempts</c>.</summary>
    /// <param name="max">The most; <see langword="null"/> = each case's own.</param>
    /// <param name="zeroAt">Where 0 is reached; <see langword="null"/> = at twice the most.</param>
    /// <param name="name">Another name.</param>
    public static IScorer Attempts(int? max = null, int? zeroAt = null, string? name = null) => CeilingMetric.Attempts.At(name, null, max is null ? null : Object(("max", Json(max)), ("zeroAt", Json(zeroAt))));

    /// <summary>1 for a run of no more splices than this, attempts that carried on the text of one that broke off, falling to 0. Named <c>splices</c>.</summary>
    /// <param name="max">The most; <see langword="null"/> = each case's own.</param>
    /// <param name="zeroAt">Where 0 is reached; <see langword="null"/> = at twice the most, or at 1.</param>
    /// <param name="name">Another name.</param>
    public static IScorer Splices(int? max = null, int? zeroAt = null, string? name = null) => CeilingMetric.Splices.At(name, null, max is null ? null : Object(("max", Json(max)), ("zeroAt", Json(zeroAt))));

    /// <summary>A model as judge by a rubric. Named <c>judge</c>; derive with <c>with</c>.</summary>
    /// <param name="rubric"><see langword="null"/> = each case's own.</param>
    public static Judge Judge(Rubric? rubric = null) => new() { Rubric = rubric };

    /// <inheritdoc cref="Scorers.Judge.Compare(string?)"/>
    public static Judge Compare(string? criterion = null) => Scorers.Judge.Compare(criterion);

    /// <summary>Any code. What it throws is an error in judging, neither a pass nor a fail.</summary>
    /// <param name="name">The metric's name.</param>
    /// <param name="score">Judges one output; safe for use by many threads.</param>
    /// <param name="version">To be changed when the code judges differently.</param>
    public static IScorer From(string name, Func<ScoredOutput, Score> score, string version = "1") => Own(name, version, (output, _) => ValueTask.FromResult(score(output)));

    /// <inheritdoc cref="From(string, Func{ScoredOutput, Score}, string)"/>
    /// <param name="name">The metric's name.</param>
    /// <param name="score">Gives a number from 0 to 1; any other is an error in judging.</param>
    /// <param name="version">To be changed when the code judges differently.</param>
    public static IScorer From(string name, Func<ScoredOutput, double> score, string version = "1") => Own(name, version, (output, _) => ValueTask.FromResult(DelegateScorer.Of(score(output))));

    /// <inheritdoc cref="From(string, Func{ScoredOutput, Score}, string)"/>
    /// <param name="name">The metric's name.</param>
    /// <param name="passes">Whether the output passes.</param>
    /// <param name="version">To be changed when the code judges differently.</param>
    public static IScorer From(string name, Func<ScoredOutput, bool> passes, string version = "1") =>
        Own(name, version, (output, _) => ValueTask.FromResult(passes(output) ? Score.Of(1, "It passes.") : Score.Of(0, "It does not pass.")));

    /// <inheritdoc cref="From(string, Func{ScoredOutput, Score}, string)"/>
    public static IScorer From(string name, Func<ScoredOutput, CancellationToken, Task<Score>> score, string version = "1") =>
        Own(name, version, async (output, token) => await score(output, token).ConfigureAwait(false));

    /// <inheritdoc cref="From(string, Func{ScoredOutput, double}, string)"/>
    public static IScorer From(string name, Func<ScoredOutput, CancellationToken, Task<double>> score, string version = "1") =>
        Own(name, version, async (output, token) => DelegateScorer.Of(await score(output, token).ConfigureAwait(false)));

    /// <summary>The metrics of an evaluator of Microsoft.Extensions.AI.Evaluation, a scorer each. All scorers of one evaluator share one evaluation of an output.</summary>
    /// <remarks>The package is not referenced: the evaluator is bound by its public shape, so any version of it will do whose shape is the same.</remarks>
    /// <param name="evaluator">An object whose type is an <c>IEvaluator</c> of that package.</param>
    /// <param name="options">Its model, how its numbers become scores, and what it is told beside; <see langword="null"/> = the defaults.</param>
    /// <exception cref="ArgumentException">The object is no evaluator; the message says what is missing.</exception>
    public static IReadOnlyList<IScorer> FromEvaluator(object evaluator, EvaluatorOptions? options = null) => EvaluatorScorer.Of(evaluator, options ?? new EvaluatorOptions());

    private static DelegateScorer Own(string name, string version, Func<ScoredOutput, CancellationToken, ValueTask<Score>> score)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new DelegateScorer(name, version, score);
    }

    private static JsonElement? Similarity(string? text, double? least) => text is null && least is null ? null : Object(("text", Json(text)), ("least", Json(least)));

    private static JsonElement? Range((int? Least, int? Most)? range) => range is { } ends ? Json(new JsonArray(ends.Least, ends.Most)) : null;

    private static JsonElement? List(ReadOnlySpan<string> texts, bool evenEmpty = false) => texts.IsEmpty && !evenEmpty ? null : Json(new JsonArray([.. texts.ToArray().Select(static text => JsonValue.Create(text))]));

    private static JsonElement Tolerant(JsonObject fields, double tolerance) => tolerance == 0 ? Json(fields)!.Value : Json(new JsonObject(fields.Select(field => KeyValuePair.Create(
        field.Key,
        field.Value?.GetValueKind() == JsonValueKind.Number ? new JsonObject { ["value"] = field.Value.DeepClone(), ["tolerance"] = tolerance } : field.Value?.DeepClone()))))!.Value;

    private static JsonElement Object(params ReadOnlySpan<(string Name, JsonElement? Value)> members)
    {
        var json = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is { } given)
            {
                json[name] = JsonNode.Parse(given.GetRawText());
            }
        }

        return Json(json)!.Value;
    }

    private static JsonElement? Json(JsonNode? node) => node is null ? null : JsonElement.Parse(node.ToJsonString());
}
