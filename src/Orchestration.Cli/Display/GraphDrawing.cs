using Orchestration.Graphs;
using Orchestration.Policies;
using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Draws a graph in lines: each step behind those it waits for, with a rail from each to whoever takes its value.</summary>
internal static class GraphDrawing
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Show(Screen screen, Graph graph)
    {
        screen.Markup($"[bold]{Markup.Escape($"{graph}")}[/]  [dim]{graph.Fingerprint[..12]}[/]");
        Draw(screen, graph.Shape, string.Empty);
    }

    private static void Draw(Screen screen, GraphShape shape, string indent)
    {
        var names = shape.Steps.Max(static step => step.Name.Length) + 2;
        var kinds = shape.Steps.Max(static step => KindOf(step).Length) + 2;
        foreach (var step in shape.Steps)
        {
            var (sign, color) = SignOf(step.Kind, screen.Unicode);
            var route = step.Kind == StepKind.Ask ? PolicyOf(step.Policy) : string.Empty;
            Columns.Write(screen,
            [
                ($"{indent}{sign} ", new Style(color)),
                (step.Name.PadRight(names), new Style(decoration: Decoration.Bold)),
                (KindOf(step).PadRight(kinds), new Style(color)),
                ($"{(screen.Unicode ? "←" : "<-")} {string.Join(", ", step.Inputs)}", Style.Plain),
                (step.Name == shape.Output ? $"  {(screen.Unicode ? "→" : "->")} output" : string.Empty, new Style(Color.Green)),
                (route.Length == 0 ? string.Empty : $"  {route}", Dim),
            ]);
            foreach (var branch in step.Branches)
            {
                var below = $"{indent}{(screen.Unicode ? "│ " : "| ")}";
                if (branch.Label.Length > 0)
                {
                    Columns.Write(screen, [(below, Dim), ($"{branch.Label}:", new Style(Color.Yellow))]);
                }

                if (branch.Shape.Steps.Length > 0)
                {
                    Draw(screen, branch.Shape, $"{below}{(branch.Label.Length > 0 ? "  " : string.Empty)}");
                }
            }
        }
    }

    private static string KindOf(StepShape step) => step.Kind switch
    {
        StepKind.ForEach => "for each",
        _ => step.Kind.ToString().ToLowerInvariant(),
    };

    private static string PolicyOf(StepPolicy? policy) =>
        policy is null ? string.Empty : string.Join(' ', new[] { policy.Route, policy.Fallback is { Routes: { IsEmpty: false } routes } ? $"else {string.Join(", ", routes)}" : null }.OfType<string>());

    private static (string Sign, Color Color) SignOf(StepKind kind, bool unicode) => kind switch
    {
        StepKind.Ask => (unicode ? "●" : "*", Color.Aqua),
        StepKind.Compute => (unicode ? "○" : "o", Color.Default),
        StepKind.Effect => (unicode ? "◆" : "#", Color.Yellow),
        StepKind.When or StepKind.Switch => (unicode ? "◇" : "?", Color.Fuchsia),
        _ => (unicode ? "▣" : "+", Color.Blue),
    };
}
