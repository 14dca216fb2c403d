using Extraction.Batches;
using Orchestration.Models;
using Spectre.Console;

namespace Extraction.Display;

/// <summary>Shows a batch at work: a bar for each model in a terminal, and everywhere a line for each answer that was not valid, as soon as that is known.</summary>
internal sealed class BatchView(Screen screen, IReadOnlyList<string> documents, IReadOnlyList<string> models)
{
    private readonly Lock _gate = new();
    private readonly int _modelWidth = models.Max(static model => model.Length);
    private readonly int _documentWidth = documents.Max(static document => document.Length);

    /// <summary>Shows what <paramref name="batch"/> tells, until it is over.</summary>
    public async Task<T> ShowAsync<T>(Func<Action<BatchEvent>, Task<T>> batch)
    {
        if (!screen.IsLive)
        {
            return await batch(Tell);
        }

        return await screen.Console.Progress()
            .AutoRefresh(true)
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 32 }, new DoneColumn(), new SpinnerColumn(Spinner.Known.Dots))
            .StartAsync(progress =>
            {
                var bars = models.ToDictionary(static model => model, model => progress.AddTask(Markup.Escape(model.PadRight(_modelWidth)), maxValue: documents.Count), StringComparer.Ordinal);
                return batch(e =>
                {
                    Tell(e);
                    bars[e.Model].Increment(e is DocumentEnded ? 1 : 0);
                });
            });
    }

    private void Tell(BatchEvent e)
    {
        lock (_gate)
        {
            switch (e)
            {
                case AnswerFailed { Failure: { Reason: FailureReason.InvalidOutput, Errors: [var first, .. var others] } failure }:
                    var where = first.InstancePath.Length > 0 ? $"{first.InstancePath}: " : string.Empty;
                    var more = others.Length > 0 ? $" (and {others.Length} more)" : string.Empty;
                    Line(e, $"#{failure.Attempt} ", Words.Dim, $"{where}{first.Message}{more}", Words.Healed);
                    break;

                case AnswerFailed { Failure: { Attempt: > 0 } failure }:
                    Line(e, $"#{failure.Attempt} ", Words.Dim, failure.Message, Words.Healed);
                    break;

                case AnswerFailed { Failure.Message: var why }:
                    Line(e, "not asked: ", Words.Dim, why, Words.Healed);
                    break;

                case DocumentEnded { Failure: { } failure }:
                    var attempts = failure.Attempts.Count(static attempt => attempt.Attempt > 0);
                    Line(e, "given up ", Words.Bad, attempts > 0 ? $"after {Words.Count(attempts, "attempt")}" : failure.Message, Words.Bad);
                    break;
            }
        }
    }

    private void Line(BatchEvent e, string what, Style whatStyle, string text, Style style) =>
        screen.Line(($"  {e.Document.PadRight(_documentWidth)}  ", Words.Plain), ($"{e.Model.PadRight(_modelWidth)}  ", Words.Bold), (what, whatStyle), (text, style));
}
