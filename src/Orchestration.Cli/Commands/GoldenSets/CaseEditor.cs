using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.GoldenSets.Files;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary>Shows cases to a person in their own editor before they are written.</summary>
internal sealed class CaseEditor(Tool tool)
{
    // JSON is YAML, and YAML has room for remarks.
    private const string FileName = "cases.yaml", FaultRemark = "# Fault: ";

    private const string Help = """
        # What you save is what is written. Delete a case to leave it out; delete all to write nothing.
        """;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>Opens the cases, again and again until what is saved has no faults.</summary>
    /// <exception cref="UsageException">There is no editor.</exception>
    /// <exception cref="ToolException">The editor failed, or was closed on text with faults.</exception>
    public async Task<IReadOnlyList<GoldenCase>> EditAsync(IReadOnlyList<GoldenCase> cases, CancellationToken cancellationToken)
    {
        var editor = tool.Environment("VISUAL") ?? tool.Environment("EDITOR")
            ?? throw new UsageException("--edit opens $VISUAL or $EDITOR, and neither is set. Set one, such as EDITOR=nano or EDITOR=\"code --wait\".");
        var folder = Directory.CreateTempSubdirectory("golden-edit-");
        var file = Path.Combine(folder.FullName, FileName);
        var text = $"{Help}\n{string.Concat(cases.Select(Item))}";
        while (true)
        {
            await File.WriteAllTextAsync(file, text, GoldenFile.Utf8, cancellationToken).ConfigureAwait(false);
            await OpenAsync(editor, file, cancellationToken).ConfigureAwait(false);
            var (edited, faults) = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
            if (faults.Count == 0)
            {
                folder.Delete(recursive: true);
                return edited;
            }

            var saved = await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
            if (WithoutRemarks(saved) == WithoutRemarks(text))
            {
                throw new ToolException($"Nothing was written, for what was saved has faults:\n{string.Join('\n', faults)}\nYour text is still in {file}.");
            }

            text = string.Concat(faults.Select(static fault => $"{FaultRemark}{fault.Message.ReplaceLineEndings(" ")}\n")) + WithoutRemarks(saved);
        }
    }

    private static string Item(GoldenCase golden)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
        using (var document = JsonDocument.Parse(GoldenSetWriter.ToJson(golden)))
        {
            document.WriteTo(writer);
        }

        return $"- {Encoding.UTF8.GetString(stream.ToArray()).Replace("\n", "\n  ", StringComparison.Ordinal)}\n";
    }

    private static string WithoutRemarks(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').SkipWhile(static line => line.StartsWith(FaultRemark, StringComparison.Ordinal)));

    private static async Task<(List<GoldenCase> Cases, List<GoldenSetFault> Faults)> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var (cases, faults) = (new List<GoldenCase>(), new List<GoldenSetFault>());
        await foreach (var item in GoldenFile.ReadAsync(file, cancellationToken).ConfigureAwait(false))
        {
            faults.AddRange(item.Faults);
            if (item.Case is { } golden)
            {
                cases.Add(golden);
            }
        }

        return (cases, faults);
    }

    // By the shell, as git does it: the variable may hold options.
    private static async Task OpenAsync(string editor, string file, CancellationToken cancellationToken)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", ["/c", $"{editor} \"{file}\""]) : new ProcessStartInfo("/bin/sh", ["-c", $"{editor} \"$1\"", "sh", file]);
        using var process = Process.Start(start) ?? throw new ToolException($"The editor '{editor}' could not be started.");
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (process.ExitCode != 0)
        {
            throw new ToolException($"The editor '{editor}' ended with {process.ExitCode}; nothing was written. Is it right in $VISUAL or $EDITOR?");
        }
    }
}
