namespace Orchestration.Packaging.Tests;

/// <summary>What a newcomer to evals does: an empty console project with the packages, the installed tool, a golden set, and a baseline.</summary>
public sealed class ToolTests : IDisposable
{
    private const string Application = """
        using System.Text.Json.Serialization;
        using Microsoft.Extensions.DependencyInjection;
        using Orchestration.DependencyInjection;
        using Orchestration.Evals.Running;
        using Orchestration.Graphs;
        using Orchestration.Models;
        using Orchestration.Prompts;
        using Orchestration.Providers.Local;

        Console.WriteLine("This program need not run for its evals to be.");

        public sealed record Question(string Text, string Source);

        [JsonSerializable(typeof(Question))]
        internal sealed partial class Json : JsonSerializerContext;

        internal sealed class Tools : IOrchestrationHost
        {
            private static readonly Graph<Question, string> Answer = Graph.Define("answer", version: 1, static (GraphBuilder g, Step<Question> question) =>
                g.Ask("answer", question, static q => Prompt.Text($"Write about 60 words on \"{q.Text}\".\n<source>{q.Source}</source>")), Json.Default);

            public void Configure(IOrchestrationBuilder builder) => builder
                .AddModel("local", new ExtractiveChatClient(), new() { Price = Price.PerMillionTokens(0m, 0m) })
                .AddGraph(Answer)
                .AddEval(new Eval { Name = "answers", Graph = "answer", GoldenSet = "answers.yaml", Repeats = 1, Gate = new() { MustSee = 0.95 } });
        }
        """;

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <RestorePackagesPath>packages</RestorePackagesPath>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Orchestration.Evals" Version="*" />
            <PackageReference Include="Orchestration.Providers" Version="*" />
          </ItemGroup>
        </Project>
        """;

    private const string Source = "Oolong is partly oxidized. Green tea is steamed soon after the harvest. White tea is dried in the sun. Black tea is rolled and fully oxidized. Tea came to Europe by ship.";

    private static readonly (string Id, string Topic, string Word)[] Facts =
    [
        ("oolong", "oolong", "partly"), ("green", "green tea", "steamed"), ("white", "white tea", "sun"), ("black", "black tea", "rolled"), ("europe", "tea in Europe", "ship"), ("harvest", "the harvest of green tea", "harvest"),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tool-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_installed_tool_evaluates_an_application_of_the_packages_and_sees_it_break()
    {
        await WriteAsync("nuget.config", Packages.Sources);
        await WriteAsync("App.csproj", Project);
        await WriteAsync("Program.cs", Application);
        await WriteAsync("answers.yaml", $"cases:\n{string.Concat(Facts.Select(static fact => $"  - id: {fact.Id}\n    input: {{ Text: \"{fact.Topic}\", Source: \"{Source}\" }}\n    expect: {{ contains: [{fact.Word}] }}\n"))}");
        (await Command.DotnetAsync(_folder.FullName, "tool", "install", "Orchestration.Cli", "--tool-path", "tools", "--configfile", "nuget.config")).Succeeds();

        var first = await ToolAsync("eval", "run", "answers");
        var accepted = await ToolAsync("eval", "accept", "answers");
        var second = await ToolAsync("eval", "run", "answers", "--no-build");
        await WriteAsync("Program.cs", Application.Replace("{q.Source}", string.Empty, StringComparison.Ordinal));
        var broken = await ToolAsync("eval", "run", "answers");

        Assert.True((first.ExitCode, accepted.ExitCode, second.ExitCode, broken.ExitCode) is (4, 0, 0, 3), string.Join("\n----\n", first, accepted, second, broken));
        Assert.Contains("Regression", broken.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, file), text, Token);

    private Task<Command> ToolAsync(params string[] arguments) => Command.RunAsync(Path.Combine(_folder.FullName, "tools", "orchestration"), _folder.FullName, arguments);
}
