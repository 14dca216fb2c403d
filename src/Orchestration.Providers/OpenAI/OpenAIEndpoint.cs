using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>One server as the options describe it: its addresses and the connection to it. Safe for many threads.</summary>
internal sealed class OpenAIEndpoint
{
    private readonly Uri _base;
    private readonly string? _apiVersion;
    private readonly bool _namesModel;

    /// <exception cref="InvalidOperationException">The options name no address or key where one is needed.</exception>
    public OpenAIEndpoint(HttpClient http, OpenAIOptions options)
    {
        Dialect = options.Dialect;
        _apiVersion = options.ApiVersion;
        _namesModel = Dialect.UsesDeployments && _apiVersion is not null;
        _base = options.BaseAddress ?? Dialect.Address
            ?? throw new InvalidOperationException($"There is no address: the dialect '{Dialect.ProviderName}' has none of its own. Set {nameof(OpenAIOptions)}.{nameof(OpenAIOptions.BaseAddress)}.");
        if (Dialect.UsesDeployments && _base.AbsolutePath == "/")
        {
            _base = new Uri(_base, _apiVersion is null ? "/openai/v1" : "/openai");
        }

        var key = ProviderKey.Find(options.ApiKey, $"{nameof(OpenAIOptions)}.{nameof(OpenAIOptions.ApiKey)}", Dialect.KeyVariable);
        var keyHeader = Dialect.KeyHeader;
        var keyValue = key is not null && keyHeader == "Authorization" ? $"Bearer {key}" : key;
        var (organization, project) = (options.Organization, options.Project);
        Connection = new ProviderConnection(http, Authorize, key);

        void Authorize(HttpRequestMessage request)
        {
            Add(keyHeader, keyValue);
            Add("OpenAI-Organization", organization);
            Add("OpenAI-Project", project);

            void Add(string name, string? value)
            {
                if (value is not null)
                {
                    request.Headers.TryAddWithoutValidation(name, value);
                }
            }
        }
    }

    public OpenAIDialect Dialect { get; }

    public ProviderConnection Connection { get; }

    /// <summary>Where the server is, for metadata.</summary>
    public Uri Address => _base;

    /// <summary>The address of an operation.</summary>
    /// <param name="operation">As <c>chat/completions</c>.</param>
    /// <param name="model">The model, or Azure's deployment.</param>
    public Uri AddressOf(string operation, string model)
    {
        var deployment = _namesModel ? $"deployments/{Uri.EscapeDataString(model)}/" : string.Empty;
        var version = _apiVersion is null ? string.Empty : $"?api-version={Uri.EscapeDataString(_apiVersion)}";
        return new Uri($"{_base.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{deployment}{operation}{version}");
    }
}
