namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>All ways to judge that golden sets know by name.</summary>
internal static class MetricTable
{
    public static ExactMetric Exact { get; } = new();

    public static ContainsMetric Contains { get; } = new();

    public static NotContainsMetric NotContains { get; } = new();

    public static RegexMetric Regex { get; } = new();

    public static SchemaMetric Schema { get; } = new();

    public static FieldsMetric Fields { get; } = new();

    public static SetOverlapMetric SetOverlap { get; } = new();

    public static EmbeddingMetric Embedding { get; } = new();

    public static LengthMetric Length { get; } = new();

    public static LanguageMetric Language { get; } = new();

    public static ReadingLevelMetric ReadingLevel { get; } = new();

    public static CitationsMetric Citations { get; } = new();

    public static GroundednessMetric Groundedness { get; } = new();

    public static IReadOnlyList<Metric> All { get; } =
    [
        Exact, Contains, NotContains, Regex, Schema, Fields, SetOverlap, SimilarityMetric.Levenshtein, SimilarityMetric.RougeL, SimilarityMetric.Bleu, Embedding,
        Length, Language, ReadingLevel, Citations, Groundedness, CeilingMetric.Cost, CeilingMetric.Latency, CeilingMetric.Attempts, CeilingMetric.Splices,
    ];
}
