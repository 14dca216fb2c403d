using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Cli.Display;
using Orchestration.Cli.Hosting;
using Orchestration.Models;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Cli.Tests.Hosting;

public sealed class ApplicationTests : IDisposable
{
    private static readonly string App = Path.Combine(AppContext.BaseDirectory, "Orchestration.Cli.TestApp.dll"), Host = Path.Combine(AppContext.BaseDirectory, "Orchestration.Cli.TestHost.dll");

    private readonly CommandLine _cli = new();

    [Theory]
    [InlineData("Orchestration.Cli.TestApp.dll")]
    [InlineData("Orchestration.Cli.TestHost.dll")]
    public async Task Graphs_are_found_by_a_class_or_by_the_generic_host(string assembly)
    {
        var (code, output, error) = await _cli.RunAsync("graph", "show", "--json", "--assembly", Path.Combine(AppContext.BaseDirectory, assembly));

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(["letter", "answer"], JsonDocument.Parse(output).RootElement.GetProperty("graphs").EnumerateArray().Select(static graph => graph.GetProperty("name").GetString()).Order(StringComparer.Ordinal).Reverse());
    }

    [Theory]
    [InlineData("Orchestration.Cli.TestApp.dll")]
    [InlineData("Orchestration.Cli.TestHost.dll")]
    public async Task What_the_tool_registers_takes_the_place_of_the_applications_own(string assembly)
    {
        var time = new ManualTime();
        var tool = new Tool(Screen.Plain(TextWriter.Null, TextWriter.Null), static _ => null, time, _cli.Folder);

        await using var application = await Application.OpenAsync(
            tool, new() { Assembly = Path.Combine(AppContext.BaseDirectory, assembly) }, services => services.AddSingleton<TimeProvider>(time), TestContext.Current.CancellationToken);

        Assert.Same(time, application.Services.GetRequiredService<TimeProvider>());
        var graph = application.Graphs.Single(static graph => graph.Name == "answer");
        var result = await application.Services.GetRequiredService<IOrchestrator>().RunAsync(graph, new JsonBytes("\"Why?\""u8.ToArray()), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Succeeded);
    }

    [Fact]
    public async Task A_graph_is_drawn_with_what_is_within_its_steps()
    {
        var (_, output, _) = await _cli.RunAsync("graph", "show", "letter", "--assembly", App);

        Assert.Contains("letter v2", output, StringComparison.Ordinal);
        Assert.Contains("◆ address     effect    ← input", output, StringComparison.Ordinal);
        Assert.Contains("│ then:", output, StringComparison.Ordinal);
        Assert.Contains("│ ● draft", output, StringComparison.Ordinal);
        Assert.Contains("→ output", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_graph_is_written_as_mermaid()
    {
        var (_, output, _) = await _cli.RunAsync("graph", "show", "letter@2", "--mermaid", "--assembly", Host);

        Assert.StartsWith("flowchart TD\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_graph_that_is_not_there_is_answered_with_those_there_are()
    {
        var (code, _, error) = await _cli.RunAsync("graph", "show", "poem", "--assembly", App);

        Assert.Equal(2, code);
        Assert.Contains("It has: ", error, StringComparison.Ordinal);
        Assert.Contains("letter@2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assembly_without_either_is_answered_with_an_example()
    {
        var (code, _, error) = await _cli.RunAsync("graph", "show", "--assembly", Path.Combine(AppContext.BaseDirectory, "Orchestration.Testing.dll"));

        Assert.Equal(1, code);
        Assert.Contains("IOrchestrationHost", error, StringComparison.Ordinal);
        Assert.Contains("builder.AddModel(", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_class_that_is_not_there_is_answered_with_those_there_are()
    {
        var (code, _, error) = await _cli.RunAsync("graph", "show", "--assembly", App, "--host", "Other");

        Assert.Equal(2, code);
        Assert.Contains("It has: Orchestration.Cli.TestApp.Tools.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_project_it_is_said_how_to_name_one()
    {
        var (code, _, error) = await _cli.RunAsync("graph", "show");

        Assert.Equal(2, code);
        Assert.Contains("--project", error, StringComparison.Ordinal);
        Assert.Contains("--assembly", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_projects_in_a_folder_one_must_be_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_cli.Folder, "A.csproj"), "<Project/>", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_cli.Folder, "B.csproj"), "<Project/>", TestContext.Current.CancellationToken);

        var (code, _, error) = await _cli.RunAsync("graph", "show");

        Assert.Equal(2, code);
        Assert.Contains("A.csproj, B.csproj", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_was_built_is_taken_as_it_is()
    {
        var (code, output, error) = await _cli.RunAsync("graph", "show", "answer", "--no-build", "--project", Repository.PathOf("tests", "Orchestration.Cli.TestApp"), "-c", Configuration);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("answer v1", output, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();

    private static string Configuration => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
}
