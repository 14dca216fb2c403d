using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orchestration.Cli.Hosting;

/// <summary>Runs an application's entry point until its generic host is built, takes the host and lets the entry point go no further.</summary>
/// <remarks>
/// The host announces itself by the diagnostic events <c>HostBuilding</c> and <c>HostBuilt</c> of <c>Microsoft.Extensions.Hosting</c>, for the sake of tools such as EF Core's.
/// <see cref="HostAbortedException"/>, thrown out of the second, is the way agreed upon to end the entry point; applications that catch all exceptions let it pass.
/// </remarks>
internal sealed class GenericHostCapture : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    // What the entry point does before it builds its host is start-up code; five minutes is what Microsoft's own tools wait.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Events of hosts that others build at the same time are not ours: it flows along with the entry point.
    private static readonly AsyncLocal<GenericHostCapture?> Current = new();

    private readonly TaskCompletionSource<IHost?> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<IServiceCollection>? _replace;

    private IDisposable? _subscription;

    private GenericHostCapture(Action<IServiceCollection>? replace) => _replace = replace;

    /// <returns>The host; <see langword="null"/> when the entry point ended without one.</returns>
    /// <exception cref="ToolException">The entry point threw, or did not come to build a host.</exception>
    public static IHost? Run(MethodInfo entryPoint, Action<IServiceCollection>? replace)
    {
        var capture = new GenericHostCapture(replace);
        using var subscription = DiagnosticListener.AllListeners.Subscribe(capture);
        new Thread(() => capture.Invoke(entryPoint)) { IsBackground = true, Name = "entry point" }.Start();
        try
        {
            return capture._built.Task.Wait(Patience)
                ? capture._built.Task.GetAwaiter().GetResult()
                : throw new ToolException($"The application's entry point has not built a host within {Patience.TotalMinutes:0} minutes. Does it wait for something before? An IOrchestrationHost class would be found without it.");
        }
        catch (AggregateException e) when (e.InnerException is { } inner)
        {
            throw new ToolException($"The application's entry point threw {inner.GetType().Name} before its host was built: {inner.Message}", inner);
        }
        finally
        {
            capture._subscription?.Dispose();
        }
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (Current.Value == this && value.Name == "Microsoft.Extensions.Hosting")
        {
            _subscription = value.Subscribe(this);
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (Current.Value != this)
        {
            return;
        }

        switch (value)
        {
            case { Key: "HostBuilding", Value: IHostBuilder builder } when _replace is not null:
                builder.ConfigureServices((_, services) => _replace(services));
                break;

            case { Key: "HostBuilt", Value: IHost host }:
                _built.TrySetResult(host);
                throw new HostAbortedException();
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    private void Invoke(MethodInfo entryPoint)
    {
        Current.Value = this;
        try
        {
            entryPoint.Invoke(null, entryPoint.GetParameters().Length == 0 ? null : [Array.Empty<string>()]);
            _built.TrySetResult(null);
        }
        catch (TargetInvocationException e) when (e.InnerException is HostAbortedException)
        {
            _built.TrySetResult(null);
        }
#pragma warning disable CA1031 // Whatever the application throws goes to whoever waits for its host.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _built.TrySetException(e.InnerException ?? e);
        }
    }
}
