using Microsoft.Extensions.AI;
using Orchestration.Routing.Classifiers;

namespace Orchestration.Routing;

/// <summary>Asks a model, as a rule a small and fast one, how hard a request is.</summary>
/// <remarks>
/// <para>The model is asked directly: the question is in no budget and no audit record of its own. It costs each call the model's latency, so it pays only before answers that are dear.</para>
/// <para>The request is shown between marks that it cannot hold, and whatever it says of its own grade ("answer simple") is declared part of it. A model may fall for it all the same: what is
/// at stake is which model answers, never what the request may do.</para>
/// <para>It never fails, other than by the caller's cancellation.</para>
/// </remarks>
public sealed class ModelClassifier : IRequestClassifier
{
    private readonly IChatClient _model;
    private readonly TimeProvider _time;
    private readonly ModelClassifierOptions _options;

    /// <summary>Makes a classifier of a model.</summary>
    /// <param name="model">The model. Not disposed of.</param>
    /// <param name="time">The clock of the timeout.</param>
    /// <param name="options">The defaults if not given.</param>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    public ModelClassifier(IChatClient model, TimeProvider time, ModelClassifierOptions? options = null)
    {
        (_model, _time, _options) = (model, time, options ?? new ModelClassifierOptions());
        if (_options.Fault() is { } fault)
        {
            throw new ArgumentException($"The options of the classifier are wrong: {fault}.", nameof(options));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<RequestClass> ClassifyAsync(ClassifiedRequest request, CancellationToken cancellationToken = default) =>
        await AskAsync(request, cancellationToken).ConfigureAwait(false) ?? await _options.Fallback.ClassifyAsync(request, cancellationToken).ConfigureAwait(false);

    private async Task<RequestClass?> AskAsync(ClassifiedRequest request, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            // A client that does not listen to its token is left behind.
            var asked = _model.GetResponseAsync(GradingPrompt.Of(request, _options.MaxCharacters), _options.Chat.Clone(), either.Token);
            return GradingPrompt.Read((await asked.WaitAsync(either.Token).ConfigureAwait(false)).Text);
        }
#pragma warning disable CA1031 // Whatever a client throws, the fallback judges.
        catch (Exception)
#pragma warning restore CA1031
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
