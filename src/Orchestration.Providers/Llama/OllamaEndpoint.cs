using System.Net.Http.Headers;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Llama;

/// <summary>One Ollama server as the options describe it. Safe for many threads.</summary>
internal sealed class OllamaEndpoint
{
    private readonly string _base;

    /// <exception cref="ArgumentException">The options are for another server.</exception>
    public OllamaEndpoint(HttpClient http, LlamaOptions options)
    {
        if (options.Server != LlamaServer.Ollama)
        {
            throw new ArgumentException($"{nameof(LlamaOptions)}.{nameof(LlamaOptions.Server)} is {options.Server}, which speaks OpenAI's protocol, not Ollama's.", nameof(options));
        }

        Address = options.BaseAddress ?? OllamaHost.FromEnvironment();
        _base = Address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        Options = options;
        var key = options.ApiKey ?? (Address.Scheme == Uri.UriSchemeHttps ? Environment.GetEnvironmentVariable("OLLAMA_API_KEY") : null);
        var authorization = string.IsNullOrEmpty(key) ? null : new AuthenticationHeaderValue("Bearer", key);
        Connection = new ProviderConnection(http, request => request.Headers.Authorization = authorization ?? request.Headers.Authorization, key);
    }

    public LlamaOptions Options { get; }

    public ProviderConnection Connection { get; }

    /// <summary>Where the server is, for metadata.</summary>
    public Uri Address { get; }

    /// <summary>The address of an operation, as <c>chat</c>.</summary>
    public Uri AddressOf(string operation) => new($"{_base}/api/{operation}");
}
