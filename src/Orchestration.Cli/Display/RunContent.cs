using System.Text;
using System.Text.Json;
using Orchestration.Cli.Logs;
using Orchestration.Models;
using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Shows what a run was given, what it asked, and what it was answered.</summary>
internal static class RunContent
{
    public static void Show(Screen screen, RecordedRun run)
    {
        Section(screen, "input", Indented(run.Start.Input));
        foreach (var step in run.Root.All)
        {
            foreach (var attempt in step.Attempts)
            {
                Section(screen, $"{step.Path} attempt {attempt.Number}: request to {attempt.Model}", Indented(attempt.Intent?.Request ?? default));
                Section(screen, $"{step.Path} attempt {attempt.Number}: answer", attempt.Result?.Completion?.Text ?? string.Empty);
            }

            Section(screen, $"{step.Path}: {(step.Completed is null ? string.Empty : Words.Outcome(step.Completed.Outcome))}", step.Completed?.Completion?.Text ?? string.Empty);
            Section(screen, $"{step.Path}: result", Indented(step.Effect?.Result ?? default));
        }
    }

    private static void Section(Screen screen, string title, string text)
    {
        if (text.Length > 0)
        {
            screen.Line();
            screen.Markup($"[bold]{Markup.Escape(title)}[/]");
            screen.Line(text);
        }
    }

    private static string Indented(JsonBytes json)
    {
        if (json.IsEmpty)
        {
            return string.Empty;
        }

        var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        using (var document = JsonDocument.Parse(json.Utf8))
        {
            document.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
