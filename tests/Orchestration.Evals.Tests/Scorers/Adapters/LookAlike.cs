using System.Diagnostics.CodeAnalysis;

#pragma warning disable IDE0130 // The names are those of the package whose shape this is.
namespace Microsoft.Extensions.AI.Evaluation;
#pragma warning restore IDE0130

/// <summary>The public shape of Microsoft.Extensions.AI.Evaluation, as far as the adapter looks at it.</summary>
internal interface IEvaluator
{
    IReadOnlyCollection<string> EvaluationMetricNames { get; }

    ValueTask<EvaluationResult> EvaluateAsync(
        IEnumerable<ChatMessage> messages,
        ChatResponse modelResponse,
        ChatConfiguration? chatConfiguration = null,
        IEnumerable<EvaluationContext>? additionalContext = null,
        CancellationToken cancellationToken = default);
}

internal enum EvaluationDiagnosticSeverity
{
    Informational,
    Warning,
    Error,
}

internal enum EvaluationRating
{
    Unknown,
    Inconclusive,
    Unacceptable,
    Poor,
    Average,
    Good,
    Exceptional,
}

internal sealed class ChatConfiguration(IChatClient chatClient)
{
    public IChatClient ChatClient { get; } = chatClient;
}

internal abstract class EvaluationContext(string name)
{
    public string Name { get; } = name;
}

internal sealed class EvaluationResult(params EvaluationMetric[] metrics)
{
    public IDictionary<string, EvaluationMetric> Metrics { get; set; } = metrics.ToDictionary(static metric => metric.Name);
}

internal sealed class EvaluationDiagnostic(EvaluationDiagnosticSeverity severity, string message)
{
    public EvaluationDiagnosticSeverity Severity { get; } = severity;

    public string Message { get; } = message;
}

internal sealed class EvaluationMetricInterpretation(EvaluationRating rating = EvaluationRating.Unknown, bool failed = false, string? reason = null)
{
    public EvaluationRating Rating { get; } = rating;

    public bool Failed { get; } = failed;

    public string? Reason { get; } = reason;
}

internal class EvaluationMetric(string name, string? reason = null)
{
    public string Name { get; } = name;

    public string? Reason { get; } = reason;

    public EvaluationMetricInterpretation? Interpretation { get; set; }

    public IList<EvaluationDiagnostic> Diagnostics { get; set; } = [];
}

internal class EvaluationMetric<T> : EvaluationMetric
{
    protected EvaluationMetric(string name, T? value, string? reason)
        : base(name, reason) => Value = value;

    public T? Value { get; set; }
}

internal sealed class NumericMetric(string name, double? value = null, string? reason = null) : EvaluationMetric<double?>(name, value, reason);

internal sealed class BooleanMetric(string name, bool? value = null, string? reason = null) : EvaluationMetric<bool?>(name, value, reason);

[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The package calls it so.")]
internal sealed class StringMetric(string name, string? value = null, string? reason = null) : EvaluationMetric<string>(name, value, reason);
