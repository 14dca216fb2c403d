using Orchestration.WireCases;

const string DefaultFolder = "../shared/data/wire";

if (args is ["--help" or "-h", ..] or [_, _, _, ..])
{
    Console.WriteLine($"Usage: dotnet run --project tests/Orchestration.WireCases -- [folder of cases, default {DefaultFolder}] [part of an id]");
    return 2;
}

var folder = args.Length > 0 ? args[0] : DefaultFolder;
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"There is no folder {Path.GetFullPath(folder)}. Name a folder of recorded cases: dotnet run --project tests/Orchestration.WireCases -- <folder>");
    return 2;
}

return await WireRun.RunAsync(folder, KnownFailures.Load(), Console.Out, args.Length > 1 ? args[1] : null);
