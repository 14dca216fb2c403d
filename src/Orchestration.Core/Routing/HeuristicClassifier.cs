using Orchestration.Routing.Classifiers;

namespace Orchestration.Routing;

/// <summary>Judges by signs on the surface: length, code, words that ask for reasoning, the structure and the constraints asked for. The default.</summary>
/// <remarks>
/// It reads the last user message, and the standing instructions at half their weight; it knows cue words in English and a dozen other languages. Takes microseconds, allocates hardly anything,
/// and judges the same in every process. What it cannot see is how hard the subject is: a short question may be deep. <see cref="TrainedClassifier"/> learns that from your own traffic.
/// </remarks>
public sealed class HeuristicClassifier : IRequestClassifier
{
    /// <inheritdoc/>
    public ValueTask<RequestClass> ClassifyAsync(ClassifiedRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(HeuristicScore.ClassOf(HeuristicScore.Of(RequestSigns.Of(request))));
}
