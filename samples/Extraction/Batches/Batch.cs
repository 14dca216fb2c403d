using Extraction.Results;
using Extraction.Warnings;
using Orchestration.Models;
using Orchestration.Runs;

namespace Extraction.Batches;

/// <summary>All documents by all models, some at a time. A run for each: one that fails leaves the others alone.</summary>
internal sealed class Batch(IOrchestrator orchestrator, IReadOnlyList<Document> documents, IReadOnlyList<string> models, int parallel)
{
    public int Count => documents.Count * models.Count;

    /// <param name="tell">Hears what happens, as it happens and from several threads.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The records, by document and then by model; and the runs, by which the audit log tells the rest.</returns>
    public async Task<(IReadOnlyList<Extracted> Records, IReadOnlyList<(RunId Run, string Model)> Runs)> RunAsync(Action<BatchEvent> tell, CancellationToken cancellationToken)
    {
        var graphs = models.ToDictionary(static model => model, WarningGraph.For, StringComparer.Ordinal);
        (Document Document, string Model)[] work = [.. documents.SelectMany(_ => models, static (document, model) => (document, model))];
        var records = new Extracted?[work.Length];
        var runs = new (RunId, string)[work.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken };

        await Parallel.ForAsync(0, work.Length, options, async (i, cancelled) =>
        {
            var (document, model) = work[i];
            await foreach (var e in orchestrator.StreamAsync(graphs[model], document, cancellationToken: cancelled))
            {
                switch (e)
                {
                    case RunStarted started:
                        runs[i] = (started.Run, model);
                        break;

                    case AttemptFailed failed:
                        tell(new AnswerFailed(document.Name, model, failed.Failure));
                        break;

                    case RunEnded<Warning> ended:
                        records[i] = ended.Result.Succeeded ? new Extracted(document.Name, model, ended.Result.Value) : null;
                        tell(new DocumentEnded(document.Name, model, ended.Result.Failure));
                        break;
                }
            }
        });

        return ([.. records.OfType<Extracted>()], runs);
    }
}

/// <summary>What happens in a batch.</summary>
internal abstract record BatchEvent(string Document, string Model);

/// <summary>An answer was not what was asked for, or did not come. Another attempt may follow.</summary>
internal sealed record AnswerFailed(string Document, string Model, AttemptFailure Failure) : BatchEvent(Document, Model);

/// <summary>A model is done with a document; without a failure, there is a record of it.</summary>
internal sealed record DocumentEnded(string Document, string Model, RunFailedException? Failure) : BatchEvent(Document, Model);
