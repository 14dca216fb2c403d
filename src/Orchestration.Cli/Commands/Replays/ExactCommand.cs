using System.CommandLine;
using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Cli.Logs;
using Orchestration.Replay;

namespace Orchestration.Cli.Commands.Replays;

/// <summary><c>replay exact</c>: what the user saw, as they saw it.</summary>
internal static class ExactCommand
{
    private const string Fastest = "max";

    public static Command Create(Tool tool, CommonOptions common)
    {
        var run = new Argument<string>("run") { Description = "The run's id, the beginning of it, or 'last'" };
        var step = new Option<string?>("--step") { Description = "Only this step, by its path as audit show has it", HelpName = "path" };
        var speed = new Option<string?>("--speed") { Description = "How many times as fast, or max: each step at once; 1 in a terminal, max in a pipe if left out", HelpName = "1|2|max" };
        var raw = new Option<bool>("--raw") { Description = "Write the bytes of the step's final text, and nothing else" };
        var command = new ExampledCommand("exact", "Gives back what the user saw, piece by piece and in its time, with the seams of answers that another model carried on", "replay exact last --step draft --speed 2") { run, step, speed, raw };
        command.SetAction((parse, token) => RunAsync(
            tool, common.OpenLog(parse), parse.GetValue(run)!, parse.GetValue(step), SpeedOf(tool, parse.GetValue(speed), parse.GetValue(raw)), parse.GetValue(raw), parse.GetValue(common.Json), token));
        return command;
    }

    private static async Task<int> RunAsync(Tool tool, AuditFolder log, string wanted, string? step, double speed, bool isRaw, bool isJson, CancellationToken cancellationToken)
    {
        var run = await log.FindAsync(wanted, cancellationToken).ConfigureAwait(false);
        var looked = await log.LookAsync("exact", run, cancellationToken).ConfigureAwait(false);
        var seen = await LoadAsync(log, looked, run, step, cancellationToken).ConfigureAwait(false);
        if (isRaw)
        {
            // As the bytes are: no line end behind them.
            await tool.Screen.Out.WriteAsync(seen.TextOf(OnlyStep(seen)).AsMemory(), cancellationToken).ConfigureAwait(false);
        }
        else if (isJson)
        {
            Json.Document(tool.Screen, SeenDocument.Of(seen));
        }
        else
        {
            await SeenView.PlayAsync(tool, seen, speed, cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Ok;
    }

    private static async Task<RecordedStream> LoadAsync(AuditFolder log, Audit.IAuditLog looked, Models.RunId run, string? step, CancellationToken cancellationToken)
    {
        RecordedStream seen;
        try
        {
            seen = await RecordedStream.LoadAsync(looked, run, step, cancellationToken).ConfigureAwait(false);
        }
        catch (RunNotFoundException)
        {
            throw log.Missing(run);
        }

        return seen.Events.Any(static e => e is SeenText) ? seen
            : step is null ? throw new ToolException($"Nothing was seen of run {run}: no step of it has an answer. See what happened: {App.Name} audit show {run}")
            : throw new UsageException($"Nothing was seen of a step '{step}' of run {run}. See the paths of its steps: {App.Name} audit show {run}");
    }

    private static string OnlyStep(RecordedStream seen)
    {
        string[] steps = [.. seen.Events.OfType<SeenText>().Select(static text => text.Step).Distinct(StringComparer.Ordinal)];
        return steps is [var only] ? only : throw new UsageException($"The user saw {steps.Length} steps. Say with --step whose text: {string.Join(", ", steps)}.");
    }

    /// <exception cref="UsageException">It is no speed.</exception>
    internal static double SpeedOf(Tool tool, string? text, bool isRaw) => text switch
    {
        not null when isRaw => throw new UsageException("--raw writes the final text at once. Leave --speed or --raw out."),
        null => tool.Screen.IsTerminal ? 1 : double.PositiveInfinity,
        Fastest => double.PositiveInfinity,
        _ when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var speed) && speed > 0 => speed,
        _ => throw new UsageException($"--speed '{text}' is no speed. Write 1 for the original one, 2 for twice as fast, 0.5 for half, or max."),
    };
}
