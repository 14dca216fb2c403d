using System.Collections.Immutable;

namespace Orchestration.Routing;

/// <summary>A trained classifier, and how well it may be expected to judge.</summary>
public sealed record ClassifierTrainingResult
{
    /// <summary>The classifier, trained on all examples.</summary>
    public required TrainedClassifier Classifier { get; init; }

    /// <summary>How many examples of each class it was trained on.</summary>
    public required ImmutableDictionary<RequestClass, int> Examples { get; init; }

    /// <summary>Requests with scores that did not tell their class: no easier tier was shown to fail, or none to succeed.</summary>
    public int Undecided { get; init; }

    /// <summary>Requests with scores whose text the audit log does not hold, or not among what was selected.</summary>
    public int Missing { get; init; }

    /// <summary>How the classifier judges the examples it was trained on: better than any other request. A low accuracy says that the examples contradict each other.</summary>
    public required ClassifierConfusion Training { get; init; }

    /// <summary>How each example was judged by a classifier that had not seen it: what to expect of new requests.</summary>
    /// <value><see langword="null"/> when no folds were asked for, or there are fewer examples than folds.</value>
    public ClassifierConfusion? CrossValidated { get; init; }
}
