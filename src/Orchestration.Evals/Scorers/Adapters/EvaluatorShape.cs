using System.Collections;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;

namespace Orchestration.Evals.Scorers.Adapters;

/// <summary>The public shape of an <c>IEvaluator</c>, found in the object's own type: its package need not be there when this one is built.</summary>
/// <remarks>As in https://github.com/dotnet/extensions/tree/main/src/Libraries/Microsoft.Extensions.AI.Evaluation, read 2026-11.</remarks>
internal sealed class EvaluatorShape
{
    private const string Interface = "Microsoft.Extensions.AI.Evaluation.IEvaluator";

    private readonly object _evaluator;
    private readonly MethodInfo _evaluate;
    private readonly Type _configuration;
    private readonly Type _context;

    /// <exception cref="ArgumentException">The object is no evaluator.</exception>
    public EvaluatorShape(object evaluator)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        var type = evaluator.GetType();
        var contract = Array.Find(type.GetInterfaces(), static candidate => candidate.FullName == Interface)
            ?? throw Fault(nameof(evaluator), $"{type} does not implement {Interface}. Give an evaluator of that package, or use Scorer.From for code of your own.");
        var names = contract.GetProperty("EvaluationMetricNames")?.GetValue(evaluator) as IEnumerable<string> ?? throw Fault(nameof(evaluator), $"{Interface} has no list of names EvaluationMetricNames. Its version is not known here.");
        _evaluate = contract.GetMethod("EvaluateAsync") ?? throw Fault(nameof(evaluator), $"{Interface} has no method EvaluateAsync. Its version is not known here.");
        var parameters = _evaluate.GetParameters();
        if (parameters.Length != 5
            || !parameters[0].ParameterType.IsAssignableFrom(typeof(List<ChatMessage>))
            || parameters[1].ParameterType != typeof(ChatResponse)
            || !parameters[3].ParameterType.IsGenericType
            || parameters[4].ParameterType != typeof(CancellationToken)
            || _evaluate.ReturnType.GetMethod("AsTask") is null)
        {
            throw Fault(nameof(evaluator), $"{Interface}.EvaluateAsync does not take messages, response, configuration, context and token, or gives no ValueTask. Its version is not known here.");
        }

        (_evaluator, MetricNames, _configuration, _context) = (evaluator, [.. names], parameters[2].ParameterType, parameters[3].ParameterType.GetGenericArguments()[0]);
    }

    public IReadOnlyList<string> MetricNames { get; }

    /// <returns>By name.</returns>
    public async Task<Dictionary<string, EvaluatedMetric>> EvaluateAsync(List<ChatMessage> messages, ChatResponse response, IChatClient? model, IEnumerable<object> context, CancellationToken cancellationToken)
    {
        object? pending;
        try
        {
            pending = _evaluate.Invoke(_evaluator, [messages, response, Configuration(model), ContextOf(context), cancellationToken]);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }

        var task = (Task)_evaluate.ReturnType.GetMethod("AsTask")!.Invoke(pending, null)!;
        await task.ConfigureAwait(false);
        var result = Get(task, "Result") ?? throw new InvalidOperationException("The evaluator gave no result.");
        var metrics = new Dictionary<string, EvaluatedMetric>(StringComparer.Ordinal);
        foreach (var entry in Get(result, "Metrics") as IEnumerable ?? Array.Empty<object>())
        {
            metrics[(string)Get(entry, "Key")!] = Read(Get(entry, "Value")!);
        }

        return metrics;
    }

    private static EvaluatedMetric Read(object metric)
    {
        var interpretation = Get(metric, "Interpretation");
        var errors = (Get(metric, "Diagnostics") as IEnumerable ?? Array.Empty<object>()).Cast<object>()
            .Where(static diagnostic => Get(diagnostic, "Severity")?.ToString() == "Error")
            .Select(static diagnostic => Get(diagnostic, "Message") as string ?? "an error without a message");
        return new EvaluatedMetric(
            Get(metric, "Value"),
            Get(metric, "Reason") as string,
            interpretation is null ? null : Get(interpretation, "Failed") as bool?,
            interpretation is null ? null : Get(interpretation, "Reason") as string,
            [.. errors]);
    }

    private object? Configuration(IChatClient? model)
    {
        if (model is null)
        {
            return null;
        }

        // Some versions take a counter of tokens beside.
        var constructor = Array.Find(_configuration.GetConstructors(), static candidate => candidate.GetParameters() is [{ } first, .. var rest] && first.ParameterType == typeof(IChatClient) && rest.All(static parameter => parameter.IsOptional))
            ?? throw new InvalidOperationException($"{_configuration} cannot be made of a model. Its version is not known here.");
        return constructor.Invoke([model, .. new object?[constructor.GetParameters().Length - 1]]);
    }

    private Array? ContextOf(IEnumerable<object> context)
    {
        var pieces = context.ToList();
        if (pieces.Count == 0)
        {
            return null;
        }

        var array = Array.CreateInstance(_context, pieces.Count);
        for (var i = 0; i < pieces.Count; i++)
        {
            array.SetValue(_context.IsInstanceOfType(pieces[i]) ? pieces[i] : throw new InvalidOperationException($"The context holds a {pieces[i].GetType()}, which is no {_context}."), i);
        }

        return array;
    }

    private static object? Get(object target, string property) => target.GetType().GetProperty(property)?.GetValue(target);

    private static ArgumentException Fault(string parameter, string message) => new($"This is no evaluator: {message}", parameter);
}

/// <summary>What an evaluator says of one metric.</summary>
/// <param name="Value">A number, a boolean or a text.</param>
/// <param name="Reason">Why.</param>
/// <param name="Failed">By its interpretation; <see langword="null"/> when it gives none.</param>
/// <param name="Interpretation">Why it is interpreted so.</param>
/// <param name="Errors">What went wrong in judging.</param>
internal sealed record EvaluatedMetric(object? Value, string? Reason, bool? Failed, string? Interpretation, IReadOnlyList<string> Errors);
