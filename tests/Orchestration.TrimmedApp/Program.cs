using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Providers.Local;
using Orchestration.Runs;
using Orchestration.TrimmedApp;

// Exits with 0 if a trimmed application can do everything below: define, run, read from the cache, replay, verify.
var folder = Directory.CreateTempSubdirectory("trimmed-");
try
{
    await using var services = new ServiceCollection()
        .AddOrchestration()
        .AddModel("local", new ExtractiveChatClient())
        .AddGraph(Digests.Make)
        .UseFileAuditLog(folder.FullName)
        .Services.BuildServiceProvider();
    var orchestrator = services.GetRequiredService<IOrchestrator>();

    var first = await orchestrator.RunAsync(Digests.Make, new Question("whale"));
    var second = await orchestrator.RunAsync(Digests.Make, new Question("whale"));
    var replay = await orchestrator.ReplayAsync(first.Run);
    var check = await services.GetRequiredService<IAuditLog>().VerifyAsync();

    Expect(first.Value is { Title.Length: > 0, Facts: { Summary.Length: > 0, Sentences.Count: > 0 } }, "the model fills a typed answer");
    Expect(first.Steps.All(static step => step.Outcome == StepOutcome.New), "the first run asks");
    Expect(second.Steps.Count(static step => step.Outcome == StepOutcome.Cached) == 2, "the second run reads from the cache");
    Expect(replay.Steps.All(static step => step.Outcome == StepOutcome.Replayed), "the replay asks nobody");
    Expect(Json((Digest)replay.Output!) == Json(first.Value), "the replay has the same output");
    Expect(check is { Holds: true, Records: > 0 }, "the log verifies");
    Console.WriteLine("The trimmed application works.");
    return 0;
}
finally
{
    folder.Delete(recursive: true);
}

static void Expect(bool holds, string what)
{
    Console.WriteLine($"{(holds ? "ok" : "FAILED")}: {what}");
    if (!holds)
    {
        Environment.Exit(1);
    }
}

static string Json(Digest digest) => digest.Title + JsonSerializer.Serialize(digest.Facts, DigestJson.Default.Facts);
