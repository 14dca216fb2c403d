using System.CommandLine;
using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Cli.Hosting;
using Orchestration.Graphs;

namespace Orchestration.Cli.Commands.Graphs;

/// <summary><c>graph show</c>: one graph, or the list of them.</summary>
internal static class ShowCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var name = new Argument<string?>("name") { Description = "The graph's name, or name@version; all are listed if left out", Arity = ArgumentArity.ZeroOrOne };
        var mermaid = new Option<bool>("--mermaid") { Description = "Write it as a Mermaid flow chart, for documentation" };
        var command = new ExampledCommand("show", "Draws a graph of the application", "graph show article --mermaid > article.mmd") { name, mermaid };
        command.SetAction(async (parse, token) =>
        {
            var application = await common.OpenApplicationAsync(parse, token).ConfigureAwait(false);
            await using (application.ConfigureAwait(false))
            {
                return Run(tool, application, parse.GetValue(name), parse.GetValue(mermaid), parse.GetValue(common.Json));
            }
        });
        return command;
    }

    private static int Run(Tool tool, Application application, string? name, bool isMermaid, bool isJson)
    {
        if (application.Graphs.Count == 0)
        {
            throw new ToolException($"'{application.Assembly.GetName().Name}' registers no graph. Add them with AddGraph where it calls AddOrchestration.");
        }

        if (name is null && application.Graphs.Count > 1)
        {
            List(tool.Screen, application, isJson);
            return ExitCodes.Ok;
        }

        var graph = name is null ? application.Graphs[0] : Find(application.Graphs, name);
        switch (isMermaid, isJson)
        {
            case (true, _):
                tool.Screen.Line(graph.ToMermaid().TrimEnd());
                break;

            case (_, true):
                Json.Document(tool.Screen, GraphDocument.Of(graph));
                break;

            default:
                GraphDrawing.Show(tool.Screen, graph);
                break;
        }

        return ExitCodes.Ok;
    }

    /// <summary>A graph by <c>name</c>, in its newest version, or <c>name@version</c>.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    internal static Graph Find(IReadOnlyList<Graph> graphs, string name)
    {
        var (wanted, version) = name.Split('@', 2) is [var before, var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (before, number) : (name, (int?)null);
        return graphs.Where(graph => graph.Name == wanted && (version is null || graph.Version == version)).MaxBy(static graph => graph.Version)
            ?? throw new UsageException($"The application has no graph '{name}'. It has: {string.Join(", ", graphs.Select(static graph => $"{graph.Name}@{graph.Version}"))}.");
    }

    private static void List(Screen screen, Application application, bool isJson)
    {
        if (isJson)
        {
            Json.Document(screen, new GraphListDocument([.. application.Graphs.Select(GraphDocument.Of)]));
            return;
        }

        foreach (var graph in application.Graphs)
        {
            screen.Line($"{graph.Name}@{graph.Version}  {Words.Count(graph.Shape.Steps.Length, "step")}");
        }

        screen.Markup($"[dim]One of them: {App.Name} graph show {application.Graphs[0].Name}[/]");
    }
}
