using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Evals.Inference;

/// <summary>What the models answered to a step, in the log's order. Each answer once: a cache hit and a replay repeat one, and are no attempts.</summary>
internal static partial class AuditedAnswers
{
    public static async IAsyncEnumerable<SampleText> ReadAsync(IAuditLog log, string graph, string step, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var runs = new HashSet<RunId>();
        await foreach (var record in log.ReadAsync(new AuditQuery(), cancellationToken).ConfigureAwait(false))
        {
            if (record.Run is not { } run)
            {
                continue;
            }

            if (record.Kind == AuditKind.RunStarted)
            {
                if (((RunStartedRecord)record.Body).Graph == graph)
                {
                    runs.Add(run);
                }
            }
            else if (record.Step is { } path && runs.Contains(run) && (path == step || Index().Replace(path, string.Empty) == step) && Of(record, $"run {run}, {path}") is { } answer)
            {
                yield return answer;
            }
        }
    }

    private static SampleText? Of(AuditRecord record, string source)
    {
        // An attempt that carried on another's text holds a part of the answer; the end of its step holds the whole.
        if (record.Kind == AuditKind.StepCompleted)
        {
            return record.Body is StepCompletedRecord { Outcome: StepOutcome.New, Completion: { } whole } ? new SampleText($"{source}, joined", whole.Text) : null;
        }

        if (record.Kind != AuditKind.AttemptEnded)
        {
            return null;
        }

        var ended = (AttemptEndedRecord)record.Body;
        source = string.Create(CultureInfo.InvariantCulture, $"{source}, attempt {record.Attempt}");
        return ended switch
        {
            { Failure: { } failure } => new SampleText(source, string.Empty, $"The attempt failed: {failure}."),
            { Seam: not null } => null,
            _ => new SampleText(source, ended.Completion?.Text ?? string.Empty),
        };
    }

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Index();
}
