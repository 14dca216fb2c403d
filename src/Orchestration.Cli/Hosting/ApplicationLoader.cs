using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.DependencyInjection;

namespace Orchestration.Cli.Hosting;

/// <summary>Finds in an assembly what registers the application's graphs: a class for the purpose, or the application's own generic host.</summary>
internal static class ApplicationLoader
{
    private const string Example = """
        Add a class to the application, with a constructor without parameters:

            internal sealed class Tools : Orchestration.DependencyInjection.IOrchestrationHost
            {
                public void Configure(IOrchestrationBuilder builder) => builder.AddModel("large", client).AddGraph(Articles.Write);
            }
        """;

    public static Application Load(string path, string? host, Action<IServiceCollection>? replace)
    {
        var context = new ApplicationLoadContext(path);
        try
        {
            var assembly = context.LoadFromAssemblyPath(path);
            if (HostType(assembly, host) is { } type)
            {
                return FromHost(assembly, type, replace);
            }

            return assembly.EntryPoint is { } entryPoint
                ? FromGenericHost(assembly, entryPoint, replace)
                : throw new ToolException($"In '{Path.GetFileName(path)}' there is neither a class that implements IOrchestrationHost nor an entry point that builds a host.{Environment.NewLine}{Example}");
        }
        catch (Exception e) when (e is not (UsageException or ToolException) && context.Conflict is { } conflict)
        {
            throw new ToolException(conflict, e);
        }
        catch (BadImageFormatException e)
        {
            throw new UsageException($"'{path}' is not a .NET assembly: {e.Message} Give --assembly the application's .dll.");
        }
    }

    /// <exception cref="UsageException">There are several, or not the one that was asked for.</exception>
    internal static Type? HostType(Assembly assembly, string? wanted)
    {
        Type[] all = [.. TypesOf(assembly).Where(static type => type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } && type.IsAssignableTo(typeof(IOrchestrationHost)))];
        var listed = string.Join(", ", all.Select(static type => type.FullName));
        if (wanted is not null)
        {
            return Array.Find(all, type => type.FullName == wanted || type.Name == wanted)
                ?? throw new UsageException(all.Length == 0
                    ? $"'{assembly.GetName().Name}' has no IOrchestrationHost, so none named '{wanted}'. Leave --host out, or add it."
                    : $"'{assembly.GetName().Name}' has no IOrchestrationHost '{wanted}'. It has: {listed}.");
        }

        return all.Length < 2 ? all.FirstOrDefault() : throw new UsageException($"'{assembly.GetName().Name}' has {all.Length} classes that implement IOrchestrationHost. Say which with --host: {listed}.");
    }

    private static Application FromHost(Assembly assembly, Type type, Action<IServiceCollection>? replace)
    {
        var constructor = type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, Type.EmptyTypes)
            ?? throw new ToolException($"'{type.FullName}' has no constructor without parameters, so the tool cannot make it. Add one.");
        var services = new ServiceCollection();
        try
        {
            var host = (IOrchestrationHost)constructor.Invoke(null);
            host.Configure(services.AddOrchestration());
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw new ToolException($"The constructor of '{type.FullName}' threw {inner.GetType().Name}: {inner.Message}", inner);
        }

        replace?.Invoke(services);
        var provider = services.BuildServiceProvider();
        return new Application(assembly, provider, provider);
    }

    private static Application FromGenericHost(Assembly assembly, MethodInfo entryPoint, Action<IServiceCollection>? replace)
    {
        var host = GenericHostCapture.Run(entryPoint, replace) ?? throw new ToolException(
            $"'{assembly.GetName().Name}' has no class that implements IOrchestrationHost, and its entry point ended without building a generic host (Host.CreateApplicationBuilder, WebApplication.CreateBuilder).{Environment.NewLine}{Example}");
        if (host.Services.GetService<Runs.IOrchestrator>() is null)
        {
            host.Dispose();
            throw new ToolException($"The host that '{assembly.GetName().Name}' builds has no IOrchestrator. Call services.AddOrchestration() before it is built, with its graphs and models.");
        }

        return new Application(assembly, host.Services, new Owned(host));
    }

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            // A type of the application that needs what is not there is not the one looked for.
            return [.. e.Types.OfType<Type>()];
        }
    }

    private sealed class Owned(IDisposable host) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (host is IAsyncDisposable async)
            {
                await async.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                host.Dispose();
            }
        }
    }
}
