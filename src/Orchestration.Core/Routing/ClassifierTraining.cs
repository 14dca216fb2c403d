using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Routing.Classifiers;

namespace Orchestration.Routing;

/// <summary>Trains a classifier. The same examples, in whatever order, give the same classifier to the byte, on every machine.</summary>
public static class ClassifierTraining
{
    /// <summary>Trains on the requests of the audit log whose answers have been scored.</summary>
    /// <remarks>
    /// A request is of the easiest class whose tier did well on it: whose models' scores reach <see cref="ClassifierTrainingOptions.GoodScore"/> on average, all easier tiers being shown not to. It is of the
    /// hardest class when all easier tiers are shown not to. So it needs a score from the easiest tier on; a request of which only the large model's answer is scored teaches nothing, and is counted as undecided.
    /// </remarks>
    /// <param name="log">Holds the requests. Read once.</param>
    /// <param name="scores">Scores of answers, several of a request and a model if there are.</param>
    /// <param name="options">Must name the <see cref="ClassifierTrainingOptions.Tiers"/>, at least two.</param>
    /// <param name="cancellationToken">Stops reading and training.</param>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    /// <exception cref="InvalidOperationException">The examples are of fewer than two classes.</exception>
    public static async Task<ClassifierTrainingResult> FromAuditLogAsync(
        IAuditLog log, IReadOnlyCollection<ScoredAnswer> scores, ClassifierTrainingOptions options, CancellationToken cancellationToken = default)
    {
        Check(options);
        var labels = new TierLabels(options);
        var labelled = labels.Of(scores, out var undecided);
        var examples = new Dictionary<string, TrainingExample>(StringComparer.Ordinal);
        var query = new AuditQuery { Kind = AuditKind.AttemptStarted, Tenant = options.Tenant, From = options.From };
        await foreach (var record in log.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (record.Body is AttemptStartedRecord { Request.IsEmpty: false } attempt
                && labelled.TryGetValue(attempt.RequestHash, out var @class) && !examples.ContainsKey(attempt.RequestHash))
            {
                examples.Add(attempt.RequestHash, TrainingExample.Of(attempt.RequestHash, AuditedRequest.Parse(attempt.Request), @class, options.BucketBits));
            }
        }

        return Train(examples.Values, options, cancellationToken) with { Undecided = undecided, Missing = labelled.Count - examples.Count };
    }

    /// <summary>Trains on texts that someone has labelled.</summary>
    /// <param name="examples">What a user asks, and how hard that is. One that is there twice weighs twice.</param>
    /// <param name="options">The defaults if not given; its tiers are of no use here.</param>
    /// <param name="cancellationToken">Stops training.</param>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    /// <exception cref="InvalidOperationException">The examples are of fewer than two classes.</exception>
    public static ClassifierTrainingResult Train(
        IEnumerable<(string Text, RequestClass Class)> examples, ClassifierTrainingOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ClassifierTrainingOptions();
        Check(options);
        return Train(
            examples.Select(example => TrainingExample.Of(example.Text, new ClassifiedRequest { Messages = [new ChatMessage(ChatRole.User, example.Text)] }, example.Class, options.BucketBits)),
            options,
            cancellationToken);
    }

    private static ClassifierTrainingResult Train(IEnumerable<TrainingExample> all, ClassifierTrainingOptions options, CancellationToken cancellationToken)
    {
        var examples = TrainingSet.Of(all, options.MaxExamples);
        var counts = examples.CountBy(static example => example.Class).ToImmutableDictionary();
        if (counts.Count < 2)
        {
            throw new InvalidOperationException($"A classifier needs examples of at least two classes; there are {examples.Count} of {(counts.Count == 0 ? "none" : $"{counts.Keys.First()} only")}.");
        }

        var model = LinearTrainer.Train(examples, options.BucketBits, cancellationToken);
        return new ClassifierTrainingResult
        {
            Classifier = new TrainedClassifier(model),
            Examples = counts,
            Training = ClassifierConfusion.Of(examples.Select(example => (example.Class, model.Classify(example)))),
            CrossValidated = options.Folds == 0 || examples.Count < options.Folds ? null : ClassifierConfusion.Of(TrainingSet.CrossValidate(examples, options, cancellationToken)),
        };
    }

    private static void Check(ClassifierTrainingOptions options)
    {
        if (options.Fault() is { } fault)
        {
            throw new ArgumentException($"The options of the training are wrong: {fault}.", nameof(options));
        }
    }
}
