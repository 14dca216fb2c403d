using System.Text.Json;
using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Replay;

namespace Orchestration.Runs;

/// <summary>Runs an effect, or takes its result from the log; records it before anything can depend on it.</summary>
internal sealed class EffectRunner(RunServices services)
{
    // An effect may have done its work before it failed, so nothing is repeated unless the step's policy says so.
    private static readonly StepPolicy Once = new() { MaxAttempts = 1, Retry = Retry.Never };

    public async ValueTask<object?> RunAsync(string path, EffectNode effect, Values values, Run run)
    {
        var started = services.Time.GetTimestamp();
        if (run.Recorded?.Effect(path) is { } recorded)
        {
            return await EndAsync(path, run, StepOutcome.Replayed, 0, started, effect.Read(recorded.Result), recorded.Result).ConfigureAwait(false);
        }

        if (run.Mode is RunMode.Replay or RunMode.Step)
        {
            throw new ReplayDivergenceException(run.Recorded!.Run, new Divergence(path, null, default, default), run.Target?.Path);
        }

        var policy = effect.Policy ?? Once;
        var most = Math.Min(policy.MaxAttempts, policy.Retry.MaxAttempts);
        var before = run.Recorded?.AttemptsOf(path) ?? 0;
        List<AttemptFailure>? failures = null;
        for (var attempt = 1; ; attempt++)
        {
            var (value, result, failure, cause) = await AttemptAsync(path, effect, values, run, policy, before + attempt, started).ConfigureAwait(false);
            if (failure is null)
            {
                return await EndAsync(path, run, StepOutcome.New, attempt, started, value, result).ConfigureAwait(false);
            }

            (failures ??= []).Add(failure);
            if (attempt >= most
                || !policy.Retry.On.Contains(failure.Reason)
                || policy.Retry.DelayAfter(attempt, failure.RetryAfter, services.Draw()) is not { } delay
                || policy.Timeout.Total - services.Time.GetElapsedTime(started) <= delay)
            {
                throw new StepFailedException(path, failure.Reason, failures, $"the effect threw {cause!.GetType().Name}: {failure.Message}", cause);
            }

            await Task.Delay(delay, services.Time, run.Token).ConfigureAwait(false);
        }
    }

    private async ValueTask<(object? Value, JsonBytes Result, AttemptFailure? Failure, Exception? Cause)> AttemptAsync(
        string path, EffectNode effect, Values values, Run run, StepPolicy policy, int attempt, long stepStarted)
    {
        var context = new EffectContext { Run = run.Id, Tenant = run.Tenant, Step = path, Attempt = attempt };
        var rest = policy.Timeout.Total - services.Time.GetElapsedTime(stepStarted);
        var limits = policy.Timeout is { FirstToken: null, Idle: null } ? policy.Timeout : policy.Timeout with { FirstToken = null, Idle = null };
        using var clock = new AttemptClock(services.Time, limits, rest, run.Token);
        try
        {
            clock.WaitForModel();
            var work = effect.RunAsync(values, context, clock.Token);
            var value = work.IsCompletedSuccessfully ? work.Result : await work.AsTask().WaitAsync(clock.Token).ConfigureAwait(false);
            var result = Write(path, effect, value);
            await services.AppendAsync(run, path, attempt, new EffectRecord { Result = result, Duration = clock.Elapsed }).ConfigureAwait(false);
            return (value, result, null, null);
        }
        catch (Exception e) when (e is not StepFailedException && !run.Token.IsCancellationRequested)
        {
            var what = clock.TimedOut is { } limit ? new CallFailure(FailureReason.Timeout, limit + ".") : FailureClassifier.Classify(e, hadFirstToken: false);
            var record = new EffectRecord { Error = $"{e.GetType().Name}: {what.Message}", Duration = clock.Elapsed };
            await services.AppendAsync(run, path, attempt, record).ConfigureAwait(false);
            return (null, default, new AttemptFailure { Attempt = attempt, Model = "(effect)", Reason = what.Reason, Message = what.Message, Duration = clock.Elapsed, CostUsd = 0, RetryAfter = what.RetryAfter }, e);
        }
    }

    /// <exception cref="StepFailedException">The result cannot be written. The effect has been done, so it is not tried again.</exception>
    private static JsonBytes Write(string path, EffectNode effect, object? value)
    {
        try
        {
            return effect.Write(value);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new StepFailedException(path, null, [], $"the effect was done, but its result cannot be recorded as JSON: {e.Message}", e);
        }
    }

    private async ValueTask<object?> EndAsync(string path, Run run, StepOutcome outcome, int attempts, long started, object? value, JsonBytes result)
    {
        var report = new StepReport { Step = path, Outcome = outcome, Attempts = attempts, Duration = services.Time.GetElapsedTime(started), Result = result };
        run.Add(report);
        if (run.IsStreamed)
        {
            await run.EmitAsync(new StepEnded(path, StepKind.Effect, outcome) { Report = report }).ConfigureAwait(false);
        }

        return value;
    }
}
