using System.Collections.Immutable;

namespace Orchestration.Routing;

/// <summary>How a classifier is trained.</summary>
public sealed record ClassifierTrainingOptions
{
    /// <summary>The models of each class, by the names they are registered by. A class may be left out; the hardest one that is named takes what no easier one does well.</summary>
    /// <value>Empty by default. Only <see cref="ClassifierTraining.FromAuditLogAsync"/> needs it.</value>
    public ImmutableDictionary<RequestClass, ImmutableArray<string>> Tiers { get; init; } = ImmutableDictionary<RequestClass, ImmutableArray<string>>.Empty;

    /// <summary>The score that an answer must reach on average to be good enough.</summary>
    /// <value>From 0 to 1; 0.8 by default.</value>
    public double GoodScore { get; init; } = 0.8;

    /// <summary>Only requests of this tenant.</summary>
    /// <value><see langword="null"/>, the default, means all.</value>
    public string? Tenant { get; init; }

    /// <summary>Only requests that were made at this time or later.</summary>
    /// <value><see langword="null"/>, the default, means all.</value>
    public DateTimeOffset? From { get; init; }

    /// <summary>The number of buckets that features share is 2 to this power; a classifier takes 3 bytes a bucket.</summary>
    /// <value>From 12 to 18; 16 by default, which is a file of 197 KB.</value>
    public int BucketBits { get; init; } = 16;

    /// <summary>The most examples to train on; of more, a part is drawn by hash, the same one each time.</summary>
    /// <value>At least 2; 10,000 by default. One takes up to 50 KB of memory while training.</value>
    public int MaxExamples { get; init; } = 10_000;

    /// <summary>Into how many parts the examples are cut to judge each by a classifier that was trained on the others. It takes so many times the work.</summary>
    /// <value>At least 2, or 0 for none; 5 by default.</value>
    public int Folds { get; init; } = 5;

    internal string? Fault() => this switch
    {
        { GoodScore: not (>= 0 and <= 1) } => $"GoodScore is {GoodScore}; scores are from 0 to 1",
        { BucketBits: < Classifiers.ClassifierFile.FewestBits or > Classifiers.ClassifierFile.MostBits } => $"BucketBits is {BucketBits}; it must be from 12 to 18",
        { MaxExamples: < 2 } => $"MaxExamples is {MaxExamples}; the least is 2",
        { Folds: 1 or < 0 } => $"Folds is {Folds}; the least is 2, or 0 for none",
        _ => null,
    };
}
