using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Orchestration.Graphs;

namespace Orchestration.Core.Tests.Graphs;

/// <summary>A graph that compiles is well typed.</summary>
public sealed class WrongEdgeTests
{
    [Fact]
    public void A_well_typed_graph_compiles() => Assert.Empty(ErrorsOf("""
        Graph.Define("g", 1, static (GraphBuilder g, Step<string> input) => g.Compute("b", g.Compute("a", input, static text => text.Length), static length => length * 2));
        """));

    [Theory]
    [InlineData("""Graph.Define("g", 1, static (GraphBuilder g, Step<string> input) => g.Compute("b", g.Compute("a", input, static text => text.Length), static length => length.Length));""", "CS1061")]
    [InlineData("""Graph<string, string> graph = Graph.Define("g", 1, static (GraphBuilder g, Step<string> input) => g.Compute("a", input, static text => text.Length));""", "CS0029")]
    [InlineData("""Graph.Define("g", 1, static (GraphBuilder g, Step<string> input) => { Step<int> number = g.Compute("a", input, static text => text); return number; });""", "CS0029")]
    [InlineData("""Graph.Define("g", 1, static (GraphBuilder g, Step<string> input) => g.Compute("b", later, static x => x));""", "CS0103")]
    [InlineData("""Step<string> made = new Step<string>(null, 0, "a");""", "CS1729")]
    public void A_wrong_edge_does_not_compile(string code, string error) => Assert.Contains(error, ErrorsOf(code));

    private static List<string> ErrorsOf(string code)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = Directory.EnumerateFiles(runtime, "System.*.dll").Append(typeof(Graph).Assembly.Location)
            .Where(static path => !path.Contains(".Native.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path));
        var tree = CSharpSyntaxTree.ParseText($"using System;\nusing Orchestration.Graphs;\n{code}", cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create("edge", [tree], references, new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        return [.. compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.Id).Distinct()];
    }
}
