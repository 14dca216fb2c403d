using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Models;

namespace Orchestration.Diagnostics;

/// <summary>Spans and metrics of runs, calls and attempts. What they say is read from the audit records: one truth, and telemetry is one more reader of it.</summary>
/// <param name="tracesContent">Whether spans carry prompts and answers. Metrics never do.</param>
internal sealed class Telemetry(bool tracesContent)
{
    private static readonly ActivitySource Source = new(OrchestrationTelemetry.Name);

    // An enum's name is a new string each time; these are asked for with every attempt.
    private static readonly string[] ErrorTypes = [.. Enum.GetNames<FailureReason>().Select(SnakeCase)];

    public static Activity? StartRun(Graph graph, RunId run, string tenant)
    {
        var span = Source.StartActivity(TelemetryNames.InvokeWorkflow);
        if (span is { IsAllDataRequested: true })
        {
            span.DisplayName = $"{TelemetryNames.InvokeWorkflow} {graph.Name}";
            span.SetTag(TelemetryNames.OperationName, TelemetryNames.InvokeWorkflow);
            span.SetTag(TelemetryNames.WorkflowName, graph.Name);
            span.SetTag(TelemetryNames.GraphVersion, graph.Version);
            span.SetTag(TelemetryNames.Run, run.ToString());
            span.SetTag(TelemetryNames.Tenant, tenant.Length == 0 ? null : tenant);
        }

        return span;
    }

    /// <summary>The span of a step's call, over all its attempts.</summary>
    public static Activity? StartCall(string step)
    {
        var span = Source.StartActivity(TelemetryNames.Ask);
        if (span is { IsAllDataRequested: true })
        {
            span.DisplayName = $"{TelemetryNames.Ask} {step}";
            span.SetTag(TelemetryNames.Step, step);
        }

        return span;
    }

    /// <summary>The span of one request to one model.</summary>
    public Activity? StartAttempt(string model, string? provider, Uri? address, int attempt, IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        var span = Source.StartActivity(TelemetryNames.Chat, ActivityKind.Client);
        if (span is { IsAllDataRequested: true })
        {
            span.DisplayName = $"{TelemetryNames.Chat} {model}";
            span.SetTag(TelemetryNames.OperationName, TelemetryNames.Chat);
            span.SetTag(TelemetryNames.ProviderName, provider);
            span.SetTag(TelemetryNames.RequestModel, model);
            span.SetTag(TelemetryNames.ServerAddress, address?.Host);
            span.SetTag(TelemetryNames.ServerPort, address?.Port);
            span.SetTag(TelemetryNames.Attempt, attempt);
            span.SetTag(TelemetryNames.RequestTemperature, options.Temperature);
            span.SetTag(TelemetryNames.RequestTopP, options.TopP);
            span.SetTag(TelemetryNames.RequestMaxTokens, options.MaxOutputTokens);
            span.SetTag(TelemetryNames.RequestSeed, options.Seed);
            span.SetTag(TelemetryNames.OutputType, options.ResponseFormat is ChatResponseFormatJson ? "json" : "text");
            if (tracesContent)
            {
                span.SetTag(TelemetryNames.InputMessages, TracedContent.Of(messages));
            }
        }

        return span;
    }

    /// <summary>Says what a record says: measures it, and completes the span that it is written under.</summary>
    public void Observe(string graph, AuditBody body)
    {
        switch (body)
        {
            case AttemptEndedRecord attempt:
                Measure(attempt);
                if (Current(TelemetryNames.Chat) is { } chat)
                {
                    Complete(chat, attempt);
                }

                break;

            case StepCompletedRecord step when Current(TelemetryNames.Ask) is { } ask:
                ask.SetTag(TelemetryNames.Outcome, step.Outcome.ToString());
                ask.SetTag(TelemetryNames.Attempts, step.Attempts);
                ask.SetTag(TelemetryNames.CostUsd, (double)step.CostUsd);
                ask.SetTag(TelemetryNames.RequestModel, step.Model);
                Fail(ask, step.Failure, null);
                break;

            case RunEndedRecord run:
                var tags = new TagList { { TelemetryNames.WorkflowName, graph }, { TelemetryNames.Outcome, run.Outcome.ToString() } };
                Instruments.WorkflowDuration.Record(run.Duration.TotalSeconds, tags);
                if (Current(TelemetryNames.InvokeWorkflow) is { } span)
                {
                    span.SetTag(TelemetryNames.Outcome, run.Outcome.ToString());
                    span.SetTag(TelemetryNames.Attempts, run.Attempts);
                    span.SetTag(TelemetryNames.CostUsd, (double)run.CostUsd);
                    if (run.Outcome != RunOutcome.Succeeded)
                    {
                        Fail(span, run.Failure ?? FailureReason.Unknown, null);
                    }
                }

                break;
        }
    }

    public static string ErrorType(FailureReason reason) => ErrorTypes[(int)reason];

    private static void Measure(AttemptEndedRecord attempt)
    {
        var tags = new TagList
        {
            { TelemetryNames.OperationName, TelemetryNames.Chat },
            { TelemetryNames.ProviderName, attempt.Provider },
            { TelemetryNames.RequestModel, attempt.Model },
        };
        if (attempt.CostUsd is { } cost)
        {
            Instruments.Cost.Add((double)cost, tags);
        }
        else
        {
            Instruments.UnpricedAttempts.Add(1, tags);
        }

        if (attempt.Completion?.ModelId is { } answered)
        {
            tags.Add(TelemetryNames.ResponseModel, answered);
        }

        if (Instruments.TokenUsage.Enabled)
        {
            MeasureTokens(attempt.Completion?.Usage?.InputTokens, "input", tags);
            MeasureTokens(attempt.Completion?.Usage?.OutputTokens, "output", tags);
        }

        if (attempt.TimeToFirstToken is { } first)
        {
            Instruments.TimeToFirstChunk.Record(first.TotalSeconds, tags);
        }

        if (Instruments.TimePerOutputChunk.Enabled && attempt.Completion is { Chunks: { IsDefaultOrEmpty: false } chunks })
        {
            for (var i = 1; i < chunks.Length; i++)
            {
                Instruments.TimePerOutputChunk.Record((chunks[i].At - chunks[i - 1].At).TotalSeconds, tags);
            }
        }

        if (attempt.Seam is not null || attempt.Failure == FailureReason.JoinRejected)
        {
            Instruments.Splices.Add(
                1,
                KeyValuePair.Create(TelemetryNames.RequestModel, (object?)attempt.Model),
                KeyValuePair.Create(TelemetryNames.Outcome, (object?)(attempt.Seam is null ? "rejected" : "joined")));
        }

        if (!attempt.ValidationErrors.IsDefaultOrEmpty)
        {
            var model = KeyValuePair.Create(TelemetryNames.RequestModel, (object?)attempt.Model);
            Instruments.InvalidOutputs.Add(1, model, KeyValuePair.Create(TelemetryNames.Outcome, (object?)(attempt.Stopped is null ? "complete" : "stopped")));
            if (attempt.Stopped?.SavedTokens is { } saved)
            {
                Instruments.SavedTokens.Add(saved, model);
            }
        }

        if (attempt.Failure is { } reason)
        {
            tags.Add(TelemetryNames.ErrorType, ErrorType(reason));
        }

        Instruments.OperationDuration.Record(attempt.Duration.TotalSeconds, tags);
    }

    private static void MeasureTokens(long? count, string type, TagList tags)
    {
        if (count is { } known)
        {
            tags.Add(TelemetryNames.TokenType, type);
            Instruments.TokenUsage.Record(known, tags);
        }
    }

    private void Complete(Activity span, AttemptEndedRecord attempt)
    {
        var (completion, usage) = (attempt.Completion, attempt.Completion?.Usage);
        span.SetTag(TelemetryNames.ResponseModel, completion?.ModelId);
        span.SetTag(TelemetryNames.ResponseFinishReasons, completion?.FinishReason is { } reason ? new[] { reason } : null);
        span.SetTag(TelemetryNames.InputTokens, usage?.InputTokens);
        span.SetTag(TelemetryNames.OutputTokens, usage?.OutputTokens);
        span.SetTag(TelemetryNames.CacheReadInputTokens, usage?.CachedInputTokens);
        span.SetTag(TelemetryNames.CacheCreationInputTokens, usage is { CacheWriteTokens: null, CacheWrite1hTokens: null } ? null : (usage?.CacheWriteTokens ?? 0) + (usage?.CacheWrite1hTokens ?? 0));
        span.SetTag(TelemetryNames.ReasoningOutputTokens, usage?.ReasoningTokens);
        span.SetTag(TelemetryNames.CostUsd, (double?)attempt.CostUsd);
        if (tracesContent && completion is not null)
        {
            span.SetTag(TelemetryNames.OutputMessages, TracedContent.Of(completion));
        }

        Fail(span, attempt.Failure, attempt.Message);
    }

    private static void Fail(Activity span, FailureReason? reason, string? message)
    {
        if (reason is { } known)
        {
            span.SetTag(TelemetryNames.ErrorType, ErrorType(known));
            span.SetStatus(ActivityStatusCode.Error, message);
        }
    }

    /// <summary>The span under way, if it is ours, of this operation, and anybody looks at it.</summary>
    private static Activity? Current(string operation) =>
        Activity.Current is { IsAllDataRequested: true } span && ReferenceEquals(span.Source, Source) && span.OperationName == operation ? span : null;

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            text.Append(char.IsAsciiLetterUpper(letter) && text.Length > 0 ? "_" : string.Empty).Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
