using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestration.Cli.TestHost")]
[assembly: InternalsVisibleTo("Orchestration.Cli.Tests")]
