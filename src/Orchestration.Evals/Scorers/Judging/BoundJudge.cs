using System.Text.Json;
using Orchestration.Audit;
using Orchestration.Evals.Scorers.Metrics;
using Orchestration.Graphs;
using Orchestration.Prompts;
using Orchestration.Runs;
using Orchestration.Schemas;

namespace Orchestration.Evals.Scorers.Judging;

/// <summary>A judge with the runtime that it asks through.</summary>
internal sealed class BoundJudge : IScorer, IExpecting
{
    private readonly Judge _judge;
    private readonly IOrchestrator _orchestrator;
    private readonly Graph<JudgeQuestion, JsonElement> _graph;
    private string? _account;

    public BoundJudge(Judge judge, IOrchestrator orchestrator)
    {
        (_judge, _orchestrator) = (judge, orchestrator);
        _graph = Graph.Define(
            $"eval-{(judge.Compares ? "compare" : "judge")}",
            version: 1,
            (GraphBuilder g, Step<JudgeQuestion> question) => g.Ask(
                "verdict",
                question,
                asked => Prompt.System(asked.System).User(asked.User).With(judge.Options).AsJson(JsonSchema.Parse(asked.Schema)),
                judge.Policy),
            JudgeJson.Default);
    }

    public string Name => _judge.Name;

    public string Version => _judge.Version;

    public bool MayGate => _judge.MayGate;

    public bool TakesExpectation => ((IExpecting)_judge).TakesExpectation;

    public string? FaultOf(JsonElement argument) => ((IExpecting)_judge).FaultOf(argument);

    public async ValueTask<Score> ScoreAsync(ScoredOutput output, CancellationToken cancellationToken)
    {
        if (output.Output.IsEmpty)
        {
            return Score.Error("There is no output to judge.");
        }

        try
        {
            return Part.Of(output, _judge.At) is not { } part ? Score.Of(0, $"The output has nothing at {_judge.At}.")
                : _judge.Compares ? await CompareAsync(part, cancellationToken).ConfigureAwait(false)
                : await JudgeAsync(part, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            return Score.Error($"expect.{Name}: {e.Message} It takes {(_judge.Compares ? JudgeArgument.CriterionForm : JudgeArgument.Form)}.");
        }
    }

    private async Task<Score> JudgeAsync(Part part, CancellationToken cancellationToken)
    {
        var judge = _judge.Rubric is null && Expected(part.Whole) is { } argument ? JudgeArgument.Read(argument, _judge) : _judge;
        if (judge.Rubric is not { } rubric)
        {
            return Score.NotApplicable($"The case has no expect.{Name}, and the judge has no rubric of its own.");
        }

        var question = JudgePrompts.ByRubric(judge, part);
        var verdicts = await Task.WhenAll(Enumerable.Range(0, judge.Judges).Select(async i =>
        {
            var (answer, failure, cost) = await AskAsync(judge, question, part.Whole, i, cancellationToken).ConfigureAwait(false);
            return answer is { } said
                ? new Verdict(rubric.ScoreOf(said.GetProperty("level").GetInt32()), said.GetProperty("reason").GetString()!, cost)
                : new Verdict(null, failure!, cost);
        })).ConfigureAwait(false);
        return Verdicts.Join(verdicts, judge.Least);
    }

    private async Task<Score> CompareAsync(Part part, CancellationToken cancellationToken)
    {
        if (part.Reference is null)
        {
            return Score.NotApplicable("The case has no reference to compare with.");
        }

        var criterion = _judge.Criterion ?? (Expected(part.Whole) is { } argument ? JudgeArgument.ReadCriterion(argument) : null);
        var (there, back) = (JudgePrompts.ByComparison(_judge, part, criterion, outputFirst: true), JudgePrompts.ByComparison(_judge, part, criterion, outputFirst: false));
        var verdicts = await Task.WhenAll(Enumerable.Range(0, _judge.Judges).Select(async i =>
        {
            var both = await Task.WhenAll(AskAsync(_judge, there, part.Whole, i, cancellationToken), AskAsync(_judge, back, part.Whole, i, cancellationToken)).ConfigureAwait(false);
            var cost = both[0].CostUsd + both[1].CostUsd;
            if ((both[0].Answer, both[1].Answer) is not ({ } first, { } second))
            {
                return new Verdict(null, both[0].Failure ?? both[1].Failure!, cost);
            }

            var (one, other) = (Worth(first, "A"), Worth(second, "B"));
            return one == other ? new Verdict(one, $"{Said(one)}: {first.GetProperty("reason").GetString()}", cost) : new Verdict(0.5, "The same: its two verdicts differ with the order.", cost);
        })).ConfigureAwait(false);
        return Verdicts.Join(verdicts, _judge.Least);

        static double Worth(JsonElement answer, string output) => answer.GetProperty("better").GetString() is var better && better == "same" ? 0.5 : better == output ? 1 : 0;

        static string Said(double worth) => worth switch
        {
            1 => "Better than the reference",
            0 => "Worse than the reference",
            _ => "The same as the reference",
        };
    }

    private JsonElement? Expected(ScoredOutput output) => output.Case.Expect.TryGetValue(Name, out var argument) ? JsonParts.Parse(argument) : null;

    private async Task<(JsonElement? Answer, string? Failure, decimal CostUsd)> AskAsync(Judge judge, JudgeQuestion question, ScoredOutput output, int index, CancellationToken cancellationToken)
    {
        // Judges are numbered as repeats are: each has a cache of its own, so that several of one model are samples and not copies.
        var options = new RunOptions
        {
            Tenant = output.Options.Tenant,
            SharedBudget = judge.Budget is { } cap ? new SharedBudget(Account(output), cap) : output.Options.SharedBudget,
            Route = judge.Models.IsDefaultOrEmpty ? null : judge.Models[index % judge.Models.Length],
            Eval = new EvalCase(output.Options.Eval?.GoldenSet ?? string.Empty, output.Case.Id, index + 1),
        };
        try
        {
            var result = await _orchestrator.RunAsync(_graph, question, options, cancellationToken).ConfigureAwait(false);
            return result.Succeeded ? (result.Value, null, result.CostUsd) : (null, result.Failure!.Message.Split('\n')[0], result.CostUsd);
        }
#pragma warning disable CA1031 // Whatever keeps a judge from answering, the output is neither good nor bad for it.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return (null, e.Message.Split('\n')[0], 0);
        }
    }

    // A ledger outlives an evaluation, so each has an account of its own: by its first run.
    private string Account(ScoredOutput output)
    {
        Interlocked.CompareExchange(ref _account, $"judge/{Name}/{output.Run.Run}", null);
        return _account;
    }
}
