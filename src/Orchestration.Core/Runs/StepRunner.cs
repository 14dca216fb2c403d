using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Runs;

/// <summary>Executes one step of any kind, between its two events.</summary>
internal sealed class StepRunner(GuardedCall call, EffectRunner effects, StepPolicy defaultPolicy)
{
    public static string PathOf(string frame, string name) => frame.Length == 0 ? name : $"{frame}/{name}";

    public ValueTask<object?> ExecuteAsync(Frame frame, StepNode node, Values values, Run run)
    {
        var path = PathOf(frame.Path, node.Name);
        return run.IsStreamed ? TellAsync(path, node, values, run) : ExecuteAsync(path, node, values, run);
    }

    private async ValueTask<object?> TellAsync(string path, StepNode node, Values values, Run run)
    {
        await run.EmitAsync(new StepStarted(path, node.Kind)).ConfigureAwait(false);
        object? value;
        try
        {
            value = await ExecuteAsync(path, node, values, run).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await run.EmitEndAsync(new StepEnded(path, node.Kind, StepOutcome.Failed)).ConfigureAwait(false);
            throw;
        }

        if (node is not (AskNode or EffectNode))
        {
            await run.EmitAsync(new StepEnded(path, node.Kind, StepOutcome.New)).ConfigureAwait(false);
        }

        return value;
    }

    private ValueTask<object?> ExecuteAsync(string path, StepNode node, Values values, Run run) => node switch
    {
        ComputeNode compute => ValueTask.FromResult(compute.Compute(values)),
        AskNode ask => AskAsync(path, ask, values, run),
        EffectNode effect => effects.RunAsync(path, effect, values, run),
        ForEachNode each => ForEachAsync(path, each, values, run),
        _ => ChooseAsync(path, (ChoiceNode)node, values, run),
    };

    private ValueTask<object?> AskAsync(string path, AskNode ask, Values values, Run run)
    {
        var prompt = ask.PromptFor(values);
        var asked = call.ExecuteAsync(new Call(run, path, prompt, run.PolicyFor(ask.Policy ?? defaultPolicy)));
        return run.Target?.Path == path ? ReachAsync(run.Target, prompt, asked) : asked;
    }

    private static async ValueTask<object?> ReachAsync(StepTarget target, Prompt prompt, ValueTask<object?> asked)
    {
        var value = await asked.ConfigureAwait(false);
        target.Reach(prompt, value);
        return value;
    }

    private static async ValueTask<object?> ForEachAsync(string path, ForEachNode each, Values values, Run run)
    {
        var items = each.Items(values);
        if (run.Target?.IsWithin(path) == true)
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (run.Target.NextIn($"{path}[{i}]") is not null)
                {
                    await new Frame(run, each.Body.Plan, $"{path}[{i}]").RunAsync(items[i]).ConfigureAwait(false);
                }
            }

            // Nobody takes it: the frame on the way ends here.
            return null;
        }

        var results = new object?[items.Count];
        var next = -1;
        var workers = new Task[Math.Min(each.MaxConcurrency, items.Count)];
        for (var i = 1; i < workers.Length; i++)
        {
            // On threads of their own from the start: an item of pure code would keep the next one from starting.
            workers[i] = Task.Run(WorkAsync, CancellationToken.None);
        }

        if (workers.Length > 0)
        {
            workers[0] = WorkAsync();
        }

        await Task.WhenAll(workers).ConfigureAwait(false);
        return each.Collect(results);

        async Task WorkAsync()
        {
            for (var i = Interlocked.Increment(ref next); i < items.Count; i = Interlocked.Increment(ref next))
            {
                results[i] = await new Frame(run, each.Body.Plan, $"{path}[{i}]").RunAsync(items[i]).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask<object?> ChooseAsync(string path, ChoiceNode node, Values values, Run run)
    {
        var (taken, input) = node.Choose(values);
        for (var i = 0; i < node.Branches.Length && run.IsStreamed; i++)
        {
            if (i != taken)
            {
                await SkipAsync(BranchPath(path, node.Branches[i]), node.Branches[i].Graph, run).ConfigureAwait(false);
            }
        }

        if (taken < 0)
        {
            return run.Target?.IsWithin(path) == true ? null : node.NotTaken();
        }

        var branch = node.Branches[taken];
        if (run.Target?.IsWithin(path) == true)
        {
            if (run.Target.NextIn(BranchPath(path, branch)) is not null)
            {
                await new Frame(run, branch.Graph.Plan, BranchPath(path, branch)).RunAsync(input).ConfigureAwait(false);
            }

            return null;
        }

        return node.Taken(await new Frame(run, branch.Graph.Plan, BranchPath(path, branch)).RunAsync(input).ConfigureAwait(false));
    }

    private static async ValueTask SkipAsync(string path, Graph graph, Run run)
    {
        foreach (var step in graph.Plan.Steps)
        {
            await run.EmitAsync(new StepEnded(PathOf(path, step.Name), step.Kind, StepOutcome.Skipped)).ConfigureAwait(false);
        }
    }

    private static string BranchPath(string path, Branch branch) => branch.Label.Length == 0 ? path : $"{path}[{branch.Label}]";
}
