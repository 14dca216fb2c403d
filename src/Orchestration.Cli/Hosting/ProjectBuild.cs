using System.Diagnostics;

namespace Orchestration.Cli.Hosting;

/// <summary>Builds the application's project by the <c>dotnet</c> command, and asks it where the assembly is.</summary>
internal static class ProjectBuild
{
    private static readonly string[] Extensions = [".csproj", ".fsproj", ".vbproj"];

    public static async Task<string> AssemblyAsync(Tool tool, ApplicationOptions options, CancellationToken cancellationToken)
    {
        var project = Find(tool, options.Project);
        List<string> choice = [$"-p:Configuration={options.Configuration}", .. options.Framework is { } framework ? [$"-p:TargetFramework={framework}"] : Array.Empty<string>()];
        if (!options.NoBuild)
        {
            var (code, said) = await DotnetAsync(["build", project, "-v", "q", "--nologo", .. choice], cancellationToken).ConfigureAwait(false);
            if (code != 0)
            {
                throw new ToolException($"{said.Trim()}{Environment.NewLine}The project '{tool.Shown(project)}' does not build. Repair it, or give --no-build to take it as it was built last.");
            }
        }

        var (asked, answer) = await DotnetAsync(["msbuild", project, "-getProperty:TargetPath", .. choice], cancellationToken).ConfigureAwait(false);
        return (asked, answer.Trim()) switch
        {
            (0, { Length: > 0 } path) => path,
            (0, _) => throw new UsageException($"'{tool.Shown(project)}' has several target frameworks. Say which with --framework, such as --framework net10.0."),
            _ => throw new ToolException($"{answer.Trim()}{Environment.NewLine}MSBuild does not say where '{tool.Shown(project)}' is built to. Give the built assembly with --assembly."),
        };
    }

    internal static string Find(Tool tool, string? wanted)
    {
        var path = tool.PathOf(wanted ?? ".");
        if (File.Exists(path))
        {
            return path;
        }

        if (!Directory.Exists(path))
        {
            throw new UsageException($"There is no project '{wanted}'. Give --project a project file or its folder.");
        }

        string[] found = [.. Directory.EnumerateFiles(path).Where(static file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
        return found switch
        {
            [var only] => only,
            [] => throw new UsageException($"There is no project in '{path}'. Go to the application's folder, or give --project its project, or --assembly its built .dll."),
            _ => throw new UsageException($"'{path}' has {found.Length} projects. Say which with --project: {string.Join(", ", found.Select(Path.GetFileName))}."),
        };
    }

    private static async Task<(int Code, string Said)> DotnetAsync(IEnumerable<string> args, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", args) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };

        // A tool runs under variables of its own, by which the other process would look for another SDK.
        start.Environment.Remove("MSBUILD_EXE_PATH");
        start.Environment.Remove("MSBuildSDKsPath");
        using var process = Process.Start(start) ?? throw new ToolException("The command 'dotnet' could not be started. Install the .NET SDK, or give the built application with --assembly.");
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, process.ExitCode == 0 ? output : output + await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
