using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Evals.Scorers.Judging;
using Orchestration.Evals.Scorers.Metrics;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Runs;

namespace Orchestration.Evals.Scorers;

/// <summary>A model as judge, or several by majority. Each verdict is a run of its own through the application's runtime: budgeted, retried, cached, audited, and marked as an eval.</summary>
/// <remarks>
/// <para>The judge is shown a rubric and chooses one of its levels; the score is made of it here. Several judges agree on the level that most of them chose; where several levels have as many, on the median of all. Judges that do not
/// answer are left out, and when they are half or more there is no score but an error.</para>
/// <para>What is judged is quoted between marks that it cannot hold, and what it says of itself is declared part of it. A model may fall for it all the same: calibrate.</para>
/// <para>Its metric may fail a build only once it has been calibrated against people, see <see cref="Calibrations"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// Scorer.Judge(Rubric.PassFail("Would an editor publish this without changes?")) with { Judges = 3, Models = ["large", "other"], Budget = Budget.Usd(2m) }
/// </code>
/// </example>
public sealed record Judge : IBoundScorer, IExpecting
{
    internal static readonly StepPolicy DefaultPolicy = new() { Cache = CachePolicy.For(TimeSpan.FromDays(30)) };

    /// <inheritdoc/>
    /// <value><c>judge</c> by default, or <c>compare</c>.</value>
    public string Name { get; init; } = "judge";

    /// <summary>What is judged.</summary>
    /// <value><see langword="null"/>, the default, means each case's own, under its expectation of the judge's name.</value>
    public Rubric? Rubric { get; init; }

    /// <summary>How many judges there are.</summary>
    /// <value>At least 1, the default; better odd.</value>
    public int Judges { get; init; } = 1;

    /// <summary>The routes or models of the judges, which share them in turn.</summary>
    /// <value>Empty, the default, means that of <see cref="Policy"/>. A model judges its own answers too well: name another.</value>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>The score from which on the output passes: it then is 1, and 0 below.</summary>
    /// <value><see langword="null"/>, the default, means that the score stays as it is.</value>
    public double? Least { get; init; }

    /// <summary>How a verdict is asked for: its budget, retry, timeout and cache.</summary>
    /// <value>By default with a cache of 30 days, so that an output that was judged is not paid for again.</value>
    public StepPolicy Policy { get; init; } = DefaultPolicy;

    /// <summary>What is asked of the models beside the prompt, such as a temperature of 0 from one that has it.</summary>
    public PromptOptions Options { get; init; } = new();

    /// <summary>The most that all verdicts together may spend, from the binding of the judge on.</summary>
    /// <value><see langword="null"/>, the default, means the cap that the runs of the eval share, if they have one.</value>
    public Budget? Budget { get; init; }

    /// <summary>Whether the judge is shown the case's input.</summary>
    /// <value>True by default.</value>
    public bool ShowsInput { get; init; } = true;

    /// <summary>Whether the judge is shown the case's reference, as one good answer.</summary>
    /// <value>True by default.</value>
    public bool ShowsReference { get; init; } = true;

    /// <summary>The part of the output that is judged, as a JSON Pointer.</summary>
    /// <value><see langword="null"/>, the default, means all.</value>
    public string? At { get; init; }

    /// <summary>What is known of how well judges agree with people.</summary>
    /// <value>None by default, so that the metric is only shown.</value>
    public JudgeCalibrations Calibrations { get; init; } = JudgeCalibrations.None;

    /// <summary>Whether outputs are compared with references, and not judged by a rubric.</summary>
    internal string? Criterion { get; private init; }

    internal bool Compares { get; private init; }

    /// <summary>SHA-256, in lower-case hex and cut to 16 digits, of what the verdict depends on: rubric or criterion, prompts, models and their options, number of judges, least score. What calibrations and baselines know it by.</summary>
    public string Version => JudgeVersion.Of(this);

    /// <summary>Whether the metric may fail a build: whether <see cref="Calibrations"/> has this very version, well enough.</summary>
    public bool MayGate => Calibrations.MayGate(Version);

    /// <inheritdoc/>
    bool IExpecting.TakesExpectation => Compares ? Criterion is null : Rubric is null;

    /// <summary>Judges that compare the output with the case's reference: 1 for better, 0.5 for the same, 0 for worse.</summary>
    /// <remarks>Each judge is asked twice, with the two in either order, since models like what stands first; where its two verdicts differ, they are the same to it.</remarks>
    /// <param name="criterion">What makes one better; <see langword="null"/> = each case's own, or in general.</param>
    public static Judge Compare(string? criterion = null) => new() { Name = "compare", Compares = true, Criterion = criterion };

    /// <inheritdoc/>
    public IScorer Bind(IServiceProvider services) => Bind(services.GetService<IOrchestrator>() ?? throw new InvalidOperationException(
        $"The judge '{Name}' needs the runtime, and it is not registered: call services.AddOrchestration(), and AddModel for its model."));

    /// <summary>The judge that asks.</summary>
    /// <param name="orchestrator">The runtime.</param>
    /// <exception cref="InvalidOperationException">The judge cannot be as it is; the message says why.</exception>
    public IScorer Bind(IOrchestrator orchestrator) => Fault() is { } fault ? throw new InvalidOperationException($"The judge '{Name}' cannot be: {fault}") : new BoundJudge(this, orchestrator);

    /// <summary>An error: a judge has no model before it is bound.</summary>
    public ValueTask<Score> ScoreAsync(ScoredOutput output, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Score.Error($"The judge '{Name}' has no runtime: call Bind first."));

    /// <inheritdoc/>
    string? IExpecting.FaultOf(JsonElement argument)
    {
        try
        {
            _ = Compares ? JudgeArgument.ReadCriterion(argument) : (object)JudgeArgument.Read(argument, this);
            return null;
        }
        catch (FormatException e)
        {
            return $"expect.{Name}: {e.Message} It takes {(Compares ? JudgeArgument.CriterionForm : JudgeArgument.Form)}.";
        }
    }

    private string? Fault() => this switch
    {
        { Judges: < 1 } => FormattableString.Invariant($"Judges is {Judges}; the least is 1."),
        { Least: < 0 or > 1 } => FormattableString.Invariant($"Least is {Least}; a score is from 0 to 1."),
        { At: { } at } when JsonParts.Fault(at) is { } fault => fault,
        _ => Rubric?.Fault(),
    };
}
