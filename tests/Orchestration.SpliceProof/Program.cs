using System.Diagnostics;
using System.Globalization;
using Orchestration.SpliceProof;
using Orchestration.SpliceProof.Reporting;

// dotnet run --project tests/Orchestration.SpliceProof -- [kills = 10000] [seed = 1] [file for the report]
// dotnet run --project tests/Orchestration.SpliceProof -- case <number> [seed = 1]
const int AtOnce = 200;
var watch = Stopwatch.StartNew();
if (args is ["case", var only, .. var ofCase])
{
    var number = int.Parse(only, CultureInfo.InvariantCulture);
    var outcome = (await Proof.RunAsync(ofCase is [var theSeed, ..] ? int.Parse(theSeed, CultureInfo.InvariantCulture) : 1, [number], 1))[0];
    foreach (var line in outcome.Story)
    {
        Console.WriteLine(line);
    }

    Console.WriteLine($"\n{outcome.Kill}\n{outcome.Verdict}\nfailed: {outcome.HasFailed} {outcome.Failure}\n--- delivered\n{outcome.Delivered}\n--- answer\n{outcome.Kill.Answer.Text}");
    return outcome.IsBroken ? 1 : 0;
}

var kills = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 10_000;
var seed = args is [_, var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 1;
var outcomes = await Proof.RunAsync(seed, Enumerable.Range(0, kills), AtOnce, done => Console.Error.WriteLine($"{done} of {kills} after {watch.Elapsed.TotalSeconds:0} s"));
var report = Report.Of(outcomes, seed, watch.Elapsed);
Console.WriteLine(report);
if (args is [_, _, var file])
{
    await File.WriteAllTextAsync(file, report);
}

return outcomes.Any(static outcome => outcome.IsBroken) ? 1 : 0;
