using System.Globalization;

namespace Orchestration.Simulator.Commands;

/// <summary>What the program was asked to do.</summary>
internal sealed record CommandLine
{
    public const string Help = """
        Answers, and fails, like OpenAI, Anthropic, Gemini, Ollama and llama.cpp, on the loopback address. No key, no network.

        Usage: dotnet run --project tests/Orchestration.Simulator -- [options]

          --port N            the port; 0 = any free one (default 8090)
          --script FILE       what to play, as JSON (default: a demo of four providers; README.md has an example)
          --print-script      print the script as JSON, and stop; a file to begin with
          --quiet             no line per request
          --no-bodies         do not keep the requests' bodies
          --exit-with-stdin   stop when standard input ends, as it does when the program that started this one ends
          --help              this text

        GET  /simulator/requests   the log, as JSON
        POST /simulator/reset      empties it and begins anew
        """;

    public int Port { get; private init; } = 8090;

    public string? Script { get; private init; }

    public bool PrintsScript { get; private init; }

    public bool IsQuiet { get; private init; }

    public bool KeepsBodies { get; private init; } = true;

    public bool ExitsWithStdin { get; private init; }

    public bool WantsHelp { get; private init; }

    /// <exception cref="FormatException">An argument is unknown or lacks its value; the message names it.</exception>
    public static CommandLine Parse(ReadOnlySpan<string> arguments)
    {
        var line = new CommandLine();
        while (arguments is [var name, .. var rest])
        {
            (line, arguments) = name switch
            {
                "--port" when rest is [var value, .. var after] && ushort.TryParse(value, CultureInfo.InvariantCulture, out var port) => (line with { Port = port }, after.ToArray()),
                "--script" when rest is [var value, .. var after] => (line with { Script = value }, after.ToArray()),
                "--print-script" => (line with { PrintsScript = true }, rest.ToArray()),
                "--quiet" => (line with { IsQuiet = true }, rest.ToArray()),
                "--no-bodies" => (line with { KeepsBodies = false }, rest.ToArray()),
                "--exit-with-stdin" => (line with { ExitsWithStdin = true }, rest.ToArray()),
                "--help" or "-h" => (line with { WantsHelp = true }, rest.ToArray()),
                "--port" => throw new FormatException("--port needs a number from 0 to 65535."),
                "--script" => throw new FormatException("--script needs a file."),
                _ => throw new FormatException($"There is no option {name}."),
            };
        }

        return line;
    }
}
