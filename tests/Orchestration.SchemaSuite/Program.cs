using Orchestration.SchemaSuite;

if (args is not ([not ['-', ..]] or [not ['-', ..], "--remotes", _]))
{
    Console.WriteLine("""
        Usage: dotnet run --project tests/Orchestration.SchemaSuite -- <folder of test files> [--remotes <folder>]

        The folder is one of the official suite, https://github.com/json-schema-org/JSON-Schema-Test-Suite, as tests/draft2020-12.
        The remotes are those of the suite, found beside or above the tests unless named.
        """);
    return 2;
}

foreach (var folder in args.Where(static arg => arg != "--remotes"))
{
    if (!Directory.Exists(folder))
    {
        Console.Error.WriteLine($"There is no folder {Path.GetFullPath(folder)}.");
        return 2;
    }
}

return SuiteRun.Run(args[0], args.ElementAtOrDefault(2), Console.Out);
