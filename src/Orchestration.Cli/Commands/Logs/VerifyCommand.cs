using System.CommandLine;
using System.Text.Json;
using Orchestration.Cli.Display;
using Orchestration.Cli.Logs;

namespace Orchestration.Cli.Commands.Logs;

/// <summary><c>audit verify</c>: whether the log is as it was written.</summary>
internal static class VerifyCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var anchors = new Option<string?>("--anchors") { Description = "A file of seals that --save-anchors wrote earlier: they must still be in the log", HelpName = "file" };
        var save = new Option<string?>("--save-anchors") { Description = "Write the newest seals to this file, to be kept where the log's writer cannot change it", HelpName = "file" };
        var command = new ExampledCommand("verify", "Checks every record against its hash and every seal against its records", "audit verify --anchors seals.json --save-anchors seals.json") { anchors, save };
        command.SetAction((parse, token) => RunAsync(tool, common.OpenLog(parse), parse.GetValue(anchors), parse.GetValue(save), parse.GetValue(common.Json), token));
        return command;
    }

    private static async Task<int> RunAsync(Tool tool, AuditFolder log, string? anchors, string? save, bool isJson, CancellationToken cancellationToken)
    {
        var kept = anchors is null ? null : await ReadAnchorsAsync(tool.PathOf(anchors), anchors, cancellationToken).ConfigureAwait(false);
        var found = await Work.ShowAsync(
            tool.Screen, "Checking hashes and seals", () => kept is null ? log.Files.VerifyAsync(cancellationToken) : log.Files.VerifyAsync(kept, cancellationToken)).ConfigureAwait(false);
        if (isJson)
        {
            Json.Document(tool.Screen, found);
        }
        else if (found.Fault is null)
        {
            tool.Screen.Markup($"[green]The audit log is as it was written:[/] {Words.Count(found.Records, "record")}, {Words.Count(found.Seals, "seal")}, {Words.Count(found.Unsealed)} not yet sealed{(kept is null ? string.Empty : $"; {Words.Count(kept.Count, "kept seal")} found again")}.");
        }

        if (found.Fault is { } fault)
        {
            tool.Screen.Error.WriteLine($"The audit log is not as it was written. {Words.Of(fault.Kind)} at {fault.Location}: {fault.Message}");
            tool.Screen.Error.WriteLine("Keep the folder as it is, and compare it with a backup from there on.");
            return ExitCodes.ToolError;
        }

        if (save is not null)
        {
            // Only of a log that holds: the seals of another would vouch for what was done to it.
            await File.WriteAllTextAsync(tool.PathOf(save), Json.Line(found.LatestSeals) + "\n", cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Ok;
    }

    private static async Task<IReadOnlyDictionary<string, string>> ReadAnchorsAsync(string path, string shown, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file '{shown}'. Write one from a log that you trust: {App.Name} audit verify --save-anchors {shown}");
        }

        try
        {
            return JsonSerializer.Deserialize(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), CliJson.Default.IReadOnlyDictionaryStringString)
                ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new UsageException($"'{shown}' is not a file of seals, a JSON object with a hash for each tenant: {e.Message}");
        }
    }
}
