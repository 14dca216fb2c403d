using Orchestration.WireCases;
using Orchestration.WireCases.Tokens;

const string DefaultFolder = "../shared/data/wire";

if (args is ["--help" or "-h", ..] or [_, _, _, ..])
{
    Console.WriteLine($"""
        Usage: dotnet run --project tests/Orchestration.WireCases -- [folder of cases, default {DefaultFolder}] [part of an id]
               dotnet run --project tests/Orchestration.WireCases -- tokens [folder of cases]
        """);
    return 2;
}

var isOfTokens = args is ["tokens", ..];
var rest = isOfTokens ? args[1..] : args;
var folder = rest.Length > 0 ? rest[0] : DefaultFolder;
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"There is no folder {Path.GetFullPath(folder)}. Name a folder of recorded cases: dotnet run --project tests/Orchestration.WireCases -- <folder>");
    return 2;
}

return isOfTokens
    ? await TokenReport.WriteAsync(folder, Console.Out)
    : await WireRun.RunAsync(folder, KnownFailures.Load(), Console.Out, rest.Length > 1 ? rest[1] : null);
