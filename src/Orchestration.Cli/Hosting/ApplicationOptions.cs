namespace Orchestration.Cli.Hosting;

/// <summary>Where the application is, as the command line says it.</summary>
internal sealed record ApplicationOptions
{
    /// <summary>A project file, or a folder with one; <see langword="null"/> = the one in the current folder.</summary>
    public string? Project { get; init; }

    /// <summary>A built assembly, in the place of a project.</summary>
    public string? Assembly { get; init; }

    /// <summary>Which <c>IOrchestrationHost</c>, by its name with or without namespace; <see langword="null"/> = the only one.</summary>
    public string? Host { get; init; }

    public string Configuration { get; init; } = "Debug";

    /// <summary>Of a project with several target frameworks, the one to build.</summary>
    public string? Framework { get; init; }

    /// <summary>Whether the project is taken as it was built last.</summary>
    public bool NoBuild { get; init; }
}
