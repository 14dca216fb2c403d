using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Chat;
using Orchestration.Evals.Scorers.Metrics;
using Orchestration.Runs;

namespace Orchestration.Evals.Scorers.Adapters;

/// <summary>One metric of an evaluator.</summary>
internal sealed class EvaluatorScorer : IBoundScorer
{
    private readonly Evaluation _evaluation;
    private readonly string _metric;

    private EvaluatorScorer(Evaluation evaluation, string metric) => (_evaluation, _metric) = (evaluation, metric);

    public string Name => _metric;

    public string Version => _evaluation.Options.Version;

    public static IReadOnlyList<IScorer> Of(object evaluator, EvaluatorOptions options)
    {
        var shape = new EvaluatorShape(evaluator);
        if (options.Worst == options.Best)
        {
            throw new ArgumentException(FormattableString.Invariant($"Worst and Best are both {options.Best}, so that numbers cannot become scores."), nameof(options));
        }

        var unknown = options.Metrics?.FirstOrDefault(name => !shape.MetricNames.Contains(name, StringComparer.Ordinal));
        if (unknown is not null)
        {
            throw new ArgumentException($"The evaluator has no metric '{unknown}'{Suggestion.For(unknown, [.. shape.MetricNames])}.", nameof(options));
        }

        var evaluation = new Evaluation(shape, options);
        return [.. (options.Metrics ?? shape.MetricNames).Select(name => new EvaluatorScorer(evaluation, name))];
    }

    public IScorer Bind(IServiceProvider services) => _evaluation.Options.Policy is null ? this : new EvaluatorScorer(
        _evaluation.With(services.GetService<IOrchestrator>() ?? throw new InvalidOperationException($"The evaluator of '{Name}' has a policy for its model, and the runtime is not registered: call services.AddOrchestration().")),
        _metric);

    public async ValueTask<Score> ScoreAsync(ScoredOutput output, CancellationToken cancellationToken)
    {
        try
        {
            var metrics = await _evaluation.OfAsync(output, cancellationToken).ConfigureAwait(false);
            return metrics.TryGetValue(_metric, out var metric) ? ScoreOf(metric, _evaluation.Options) : Score.Error($"The evaluator gave no metric '{_metric}'.");
        }
#pragma warning disable CA1031 // Whatever an evaluator throws, the output is neither good nor bad for it.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Score.Error($"The evaluator threw {e.GetType().Name}: {e.Message}");
        }
    }

    private static Score ScoreOf(EvaluatedMetric metric, EvaluatorOptions options)
    {
        if (metric.Errors.Count > 0)
        {
            return Score.Error($"The evaluator could not judge: {string.Join("; ", metric.Errors)}");
        }

        var reason = metric.Reason ?? metric.Interpretation ?? (metric.Value is null ? "The evaluator gave no reason." : string.Create(CultureInfo.InvariantCulture, $"The evaluator gave {metric.Value}."));
        return metric switch
        {
            { Value: null } => Score.Error("The evaluator gave no value."),
            { Failed: { } failed } when options.ByInterpretation || metric.Value is string => Score.Pass(!failed, reason),
            { Value: bool passed } when !options.ByInterpretation => Score.Pass(passed, reason),
            { Value: IConvertible number and not string and not bool } when !options.ByInterpretation && Convert.ToDouble(number, CultureInfo.InvariantCulture) is var value && double.IsFinite(value) =>
                Score.Of(Math.Clamp((value - options.Worst) / (options.Best - options.Worst), 0, 1), reason),
            _ => Score.Error(string.Create(CultureInfo.InvariantCulture, $"The evaluator gave {metric.Value} without an interpretation, of which no score can be made.")),
        };
    }

    /// <summary>An evaluator with what it is told; one evaluation serves all metrics of an output.</summary>
    private sealed class Evaluation(EvaluatorShape shape, EvaluatorOptions options, IOrchestrator? orchestrator = null)
    {
        private readonly ConditionalWeakTable<ScoredOutput, Lazy<Task<Dictionary<string, EvaluatedMetric>>>> _done = [];
        private readonly ConditionalWeakTable<IOrchestrator, Evaluation> _bound = [];

        public EvaluatorOptions Options => options;

        // All scorers of an evaluator that are bound to one runtime still share its evaluations.
        public Evaluation With(IOrchestrator runtime) => _bound.GetValue(runtime, bound => new Evaluation(shape, options, bound));

        public Task<Dictionary<string, EvaluatedMetric>> OfAsync(ScoredOutput output, CancellationToken cancellationToken) =>
            _done.GetValue(output, judged => new(() => EvaluateAsync(judged, cancellationToken))).Value;

        private Task<Dictionary<string, EvaluatedMetric>> EvaluateAsync(ScoredOutput output, CancellationToken cancellationToken)
        {
            List<ChatMessage> messages = options.Messages is { } conversation ? [.. conversation(output)] : [new ChatMessage(ChatRole.User, JsonParts.Text(JsonParts.Parse(output.Case.Input)))];
            var model = options.Policy is { } policy && orchestrator is not null ? orchestrator.AsChatClient(policy, Marked(output)) : null;
            return shape.EvaluateAsync(messages, new ChatResponse(new ChatMessage(ChatRole.Assistant, output.Text)), model, options.Context?.Invoke(output) ?? [], cancellationToken);
        }

        private static RunOptions Marked(ScoredOutput output) => new()
        {
            Tenant = output.Options.Tenant,
            SharedBudget = output.Options.SharedBudget,
            Eval = output.Options.Eval ?? new EvalCase(string.Empty, output.Case.Id, 1),
        };
    }
}
