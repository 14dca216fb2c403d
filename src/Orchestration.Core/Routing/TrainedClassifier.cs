using Orchestration.Routing.Classifiers;

namespace Orchestration.Routing;

/// <summary>Judges by what it learnt from your own traffic: a logistic regression over hashed words and runs of characters, and the signs that <see cref="HeuristicClassifier"/> goes by.</summary>
/// <remarks>
/// Needs nothing but its file of some 200 KB. Reads the last message of the user, of which the first and the last 2,048 characters count. Takes a fraction of a millisecond, allocates
/// hardly anything once its buffers are pooled, and judges the same on every machine. Made by <see cref="ClassifierTraining"/>. Knows the languages and subjects it was trained on, and no others.
/// </remarks>
public sealed class TrainedClassifier : IRequestClassifier
{
    private readonly LinearModel _model;

    internal TrainedClassifier(LinearModel model) => _model = model;

    /// <summary>Reads a classifier from a file.</summary>
    /// <exception cref="InvalidDataException">The file is not a classifier, is of another version, was cut or was changed; the message says which.</exception>
    public static TrainedClassifier Load(string path)
    {
        using var file = File.OpenRead(path);
        return Load(file);
    }

    /// <summary>Reads a classifier from a stream, to its end.</summary>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    public static TrainedClassifier Load(Stream stream) => new(ClassifierFile.Read(stream));

    /// <summary>Writes the classifier to a file, in the place of what is there.</summary>
    public void Save(string path) => File.WriteAllBytes(path, ClassifierFile.Write(_model));

    /// <summary>Writes the classifier to a stream. The same training gives the same bytes.</summary>
    public void Save(Stream stream) => stream.Write(ClassifierFile.Write(_model));

    /// <inheritdoc/>
    public ValueTask<RequestClass> ClassifyAsync(ClassifiedRequest request, CancellationToken cancellationToken = default) => ValueTask.FromResult(_model.Classify(request));
}
