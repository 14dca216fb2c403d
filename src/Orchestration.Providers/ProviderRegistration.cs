using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orchestration.DependencyInjection;

namespace Orchestration.Providers;

/// <summary>What the registrations of all providers share: one name, of the provider and its first model, for a call's options and for its HTTP client.</summary>
/// <param name="builder">The builder.</param>
/// <param name="provider">The provider's part of the name.</param>
/// <param name="configure">Sets the options; an application may set more of them under the name.</param>
/// <param name="usesProxy">Whether requests go through the system's proxy, if it has one.</param>
internal sealed class ProviderRegistration<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
    IOrchestrationBuilder builder, string provider, Action<TOptions>? configure, Func<TOptions, bool>? usesProxy = null)
    where TOptions : class
{
    /// <summary>Adds models of one endpoint.</summary>
    /// <param name="models">The name that routes use, and the provider's name of the model.</param>
    /// <param name="client">Makes a model's client, once.</param>
    public IOrchestrationBuilder AddModels(IEnumerable<KeyValuePair<string, string>> models, Func<HttpClient, TOptions, string, IChatClient> client)
    {
        KeyValuePair<string, string>[] all = [.. models];
        if (all.Length == 0)
        {
            throw new ArgumentException("Name at least one model.", nameof(models));
        }

        var name = AddEndpoint(all[0].Key);
        foreach (var (key, model) in all)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(model, nameof(models));
            builder.AddModel(key, services => client(HttpOf(services, name), OptionsOf(services, name), model));
        }

        return builder;
    }

    /// <summary>Adds a generator of embeddings by the model's name; the first that is added is also the one without a name.</summary>
    public IOrchestrationBuilder AddEmbeddings(string model, Func<HttpClient, TOptions, IEmbeddingGenerator<string, Embedding<float>>> generator)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        var name = AddEndpoint(model);
        builder.Services.AddKeyedSingleton(model, (services, _) => generator(HttpOf(services, name), OptionsOf(services, name)));
        builder.Services.TryAddSingleton(services => services.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(model));
        return builder;
    }

    private static HttpClient HttpOf(IServiceProvider services, string name) => services.GetRequiredService<IHttpClientFactory>().CreateClient(name);

    private static TOptions OptionsOf(IServiceProvider services, string name) => services.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name);

    private string AddEndpoint(string first)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(first);
        var name = $"{provider}:{first}";
        var options = builder.Services.AddOptions<TOptions>(name);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        // The client lives as long as the application: connections are renewed beneath it, and the time that a request may take is the attempt's to bound.
        builder.Services.AddHttpClient(name)
            .ConfigureHttpClient(static http => http.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler((handler, services) =>
            {
                // A handler of the application's own stays as it is.
                if (handler is SocketsHttpHandler sockets)
                {
                    sockets.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                    sockets.UseProxy = usesProxy?.Invoke(OptionsOf(services, name)) ?? true;
                    sockets.UseCookies = false;
                }
            });
        return name;
    }
}
