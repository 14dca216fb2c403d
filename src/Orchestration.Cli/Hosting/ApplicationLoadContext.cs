using System.Reflection;
using System.Runtime.Loader;

namespace Orchestration.Cli.Hosting;

/// <summary>Loads an application beside the tool. What both speak of, this library and Microsoft's abstractions, is the tool's; all else is the application's own.</summary>
internal sealed class ApplicationLoadContext(string path) : AssemblyLoadContext($"application {Path.GetFileNameWithoutExtension(path)}")
{
    private static readonly string[] Shared = ["Orchestration.", "Microsoft.Extensions."];

    private readonly AssemblyDependencyResolver _resolver = new(path);

    /// <summary>Why the tool cannot load the application, once it has met an assembly that is newer than its own; <see langword="null"/> if it has not.</summary>
    public string? Conflict { get; private set; }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var own = Shared.Any(prefix => assemblyName.Name!.StartsWith(prefix, StringComparison.Ordinal)) ? OfTool(assemblyName.Name!) : null;
        if (own is null)
        {
            return _resolver.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file) : null;
        }

        if (own.GetName().Version is { } version && assemblyName.Version > version)
        {
            Conflict ??= $"The application needs {assemblyName.Name} {assemblyName.Version}; this tool has {version}. Update the tool: dotnet tool update {App.Name}";
        }

        return own;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;

    private static Assembly? OfTool(string name)
    {
        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
