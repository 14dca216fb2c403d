using Microsoft.Extensions.AI;
using Orchestration.Policies;

namespace Orchestration.Evals.Scorers;

/// <summary>How an evaluator of Microsoft.Extensions.AI.Evaluation is used as a scorer.</summary>
public sealed record EvaluatorOptions
{
    /// <summary>The metrics that become scorers.</summary>
    /// <value><see langword="null"/>, the default, means all that the evaluator names.</value>
    public IReadOnlyCollection<string>? Metrics { get; init; }

    /// <summary>The number that becomes a score of 0.</summary>
    /// <value>1 by default, as the package's quality evaluators have it.</value>
    public double Worst { get; init; } = 1;

    /// <summary>The number that becomes a score of 1. May be below <see cref="Worst"/>, for what is better when it is less.</summary>
    /// <value>5 by default.</value>
    public double Best { get; init; } = 5;

    /// <summary>Whether a score is 1 or 0 by the evaluator's own interpretation, and not by its number.</summary>
    /// <value>False by default. Texts are always scored so.</value>
    public bool ByInterpretation { get; init; }

    /// <summary>How the evaluator's model is asked, through the runtime: audited, budgeted, and marked as an eval.</summary>
    /// <value><see langword="null"/>, the default, means that the evaluator is given no model.</value>
    public StepPolicy? Policy { get; init; }

    /// <summary>The conversation that led to the output.</summary>
    /// <value><see langword="null"/>, the default, means one message of the user that is the case's input.</value>
    public Func<ScoredOutput, IEnumerable<ChatMessage>>? Messages { get; init; }

    /// <summary>What the evaluator is told beside: objects of the package's <c>EvaluationContext</c>, such as the grounding context of its groundedness evaluator.</summary>
    /// <value><see langword="null"/>, the default, means nothing.</value>
    public Func<ScoredOutput, IEnumerable<object>>? Context { get; init; }

    /// <summary>The scorers' version; to be changed with the evaluator's.</summary>
    public string Version { get; init; } = "1";
}
