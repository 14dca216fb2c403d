using Extraction.Batches;
using Extraction.Display;
using Extraction.Results;
using Extraction.Warnings;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Runs;

namespace Extraction;

/// <summary>Reads the documents, asks the models, shows how it goes, and writes what was found.</summary>
internal static class ExtractCommand
{
    public static async Task<int> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        var (screen, models) = (settings.Screen, settings.Models.Names);
        var documents = await Document.ReadAsync(settings.Documents, cancellationToken);
        Introduce(settings, documents.Count);

        await using var runtime = settings.OpenRuntime();
        var batch = new Batch(runtime.GetRequiredService<IOrchestrator>(), documents, models, settings.Parallel);
        var (records, runs) = await new BatchView(screen, [.. documents.Select(static document => document.Name)], models).ShowAsync(tell => batch.RunAsync(tell, cancellationToken));
        await Extracted.WriteAsync(records, settings.Output, cancellationToken);
        var validity = await Validity.ReadAsync(runtime.GetRequiredService<IAuditLog>(), runs, cancellationToken);

        screen.Line();
        if (records is [var first, ..])
        {
            screen.Console.Write(Tables.Of(records, first.Model));
            screen.Line();
        }

        screen.Console.Write(Tables.Of(validity));
        Conclude(settings, records.Count, validity);
        return records.Count > 0 ? App.Ok : App.Failed;
    }

    private static void Introduce(Settings settings, int documents)
    {
        var (screen, models) = (settings.Screen, settings.Models.Models);
        var from = settings.Documents == Document.Included ? "the included weather warnings" : Settings.Shown(settings.Documents);
        screen.Line(($"{Words.Count(documents, "document")} by {Words.Count(models.Count, "model")}", Words.Bold), ($", from {from}", Words.Plain));
        foreach (var model in models)
        {
            screen.Line(($"  {model.Name.PadRight(models.Max(static each => each.Name.Length))}  ", Words.Plain), (model.About, Words.Dim));
        }

        if (settings.Models.IsSimulated)
        {
            screen.Line(("  No language model takes part: sim-* are simulated, with mistakes on purpose", Words.Healed));
            screen.Line(("  and a made-up price ($1 in, $4 out for a million tokens).", Words.Healed));
        }

        screen.Line();
    }

    private static void Conclude(Settings settings, int records, IReadOnlyList<Validity> validity)
    {
        var stopped = validity.Sum(static model => model.Stopped);
        settings.Screen.Line(("  mended    a code fence or talk was taken away; no further call", Words.Dim));
        settings.Screen.Line(("  repaired  the model was shown its answer and what was wrong with it", Words.Dim));
        settings.Screen.Line(($"  saved     tokens not paid for: {Words.Count(stopped, "answer")} stopped where they went wrong", Words.Dim));
        settings.Screen.Line();
        settings.Screen.Line(($"Wrote {Words.Count(records, "record")}: ", Words.Plain), (Settings.Shown(Path.Combine(settings.Output, "records.csv")), Words.Bold), (", ", Words.Plain), (Settings.Shown(Path.Combine(settings.Output, "records.json")), Words.Bold));
        settings.Screen.Line(($"Every answer, as it came: {Settings.Shown(Path.Combine(settings.Output, "audit"))}{Path.DirectorySeparatorChar}", Words.Plain));
    }
}
