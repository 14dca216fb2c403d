using System.Globalization;
using System.Text;

namespace Orchestration.Graphs;

/// <summary>Draws a graph as a Mermaid flow chart. A graph within a step is a box of its own.</summary>
internal static class Mermaid
{
    public static string Of(Graph graph)
    {
        var text = new StringBuilder("flowchart TD\n");
        var ids = 0;
        var input = $"n{ids++}";
        Line(text, 1, $"{input}([\"{GraphBuilder.InputName}: {Escape(TypeName(graph.InputType))}\"])");
        var output = Draw(text, graph, input, depth: 1, ref ids);
        Line(text, 1, $"{output} --> done([\"{Escape(TypeName(graph.Plan.Output == 0 ? graph.InputType : graph.Plan.Nodes[graph.Plan.Output].Output))}\"])");
        return text.ToString();
    }

    /// <summary>Draws the steps of a graph whose input is drawn as <paramref name="input"/>; returns what its output is drawn as.</summary>
    private static string Draw(StringBuilder text, Graph graph, string input, int depth, ref int ids)
    {
        var drawn = new string[graph.Plan.Nodes.Length];
        drawn[0] = input;
        for (var ordinal = 1; ordinal < drawn.Length; ordinal++)
        {
            var node = graph.Plan.Nodes[ordinal];
            var id = drawn[ordinal] = $"n{ids++}";
            Line(text, depth, Node(id, node));
            foreach (var from in node.Inputs)
            {
                Line(text, depth, $"{drawn[from]} --> {id}");
            }

            foreach (var branch in node.Branches)
            {
                // What runs within a step hangs below it, in a box that says for what.
                var label = node.Kind == StepKind.ForEach ? $"each of {node.Name}" : branch.Label.Length == 0 ? node.Name : $"{node.Name}: {branch.Label}";
                Line(text, depth, $"subgraph {id}b{ids++}[\"{Escape(label)}\"]");
                Draw(text, branch.Graph, id, depth + 1, ref ids);
                Line(text, depth, "end");
            }
        }

        return drawn[graph.Plan.Output];
    }

    private static string Node(string id, StepNode node)
    {
        var route = node.Policy?.Route is { } name ? $" · {name}" : string.Empty;
        var label = Escape(node.Name) + $"<br/><i>{node.Kind.ToString().ToLowerInvariant()}{Escape(route)}</i>";
        return node.Kind switch
        {
            StepKind.Ask => $"{id}[\"{label}\"]",
            StepKind.Compute => $"{id}(\"{label}\")",
            StepKind.Effect => $"{id}[(\"{label}\")]",
            StepKind.When or StepKind.Switch => $"{id}{{\"{label}\"}}",
            _ => $"{id}[[\"{label}\"]]",
        };
    }

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', depth * 2).Append(CultureInfo.InvariantCulture, $"{line}").Append('\n');

    private static string TypeName(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>"
        : type.Name;

    /// <summary>Makes a text safe within a quoted label: no quote, no line break, and nothing that Mermaid takes for a code of its own or for Markdown.</summary>
    private static string Escape(string text) => text
        .ReplaceLineEndings(" ")
        .Replace("#", "#35;", StringComparison.Ordinal)
        .Replace("`", "#96;", StringComparison.Ordinal)
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
