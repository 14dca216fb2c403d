using System.Net.Http.Headers;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>The addresses of Gemini's methods, and the sign-in there: Google AI Studio and Vertex AI differ in nothing else.</summary>
internal sealed class GeminiEndpoint
{
    private readonly HttpClient _http;
    private readonly string _base;
    private readonly Func<CancellationToken, ValueTask<string>>? _token;
    private readonly ProviderConnection _connection;

    /// <exception cref="InvalidOperationException">A key is needed and is nowhere.</exception>
    public GeminiEndpoint(HttpClient http, GeminiOptions options)
    {
        _http = http;
        _base = options.BaseAddress.AbsoluteUri.TrimEnd('/');
        _token = options.BearerToken;
        Address = options.BaseAddress;
        var key = _token is not null && options.ApiKey is null ? null : ProviderKey.Find(options.ApiKey, $"{nameof(GeminiOptions)}.{nameof(options.ApiKey)}", KeyVariable());
        _connection = new ProviderConnection(http, request => Sign(request, key), key);
    }

    public Uri Address { get; }

    public bool IsVertex => _base.EndsWith("/publishers/google", StringComparison.Ordinal);

    /// <summary>The provider in the names of OpenTelemetry's conventions.</summary>
    public string ProviderName => IsVertex ? "gcp.vertex_ai" : "gcp.gemini";

    /// <summary>A model's name with the collection it is of: <c>models/…</c> unless it names another, as a tuned model's does.</summary>
    public static string PathOf(string model) => model.Contains('/', StringComparison.Ordinal) ? model : $"models/{model}";

    public Uri AddressOf(string model, string method) => new($"{_base}/{PathOf(model)}:{method}");

    /// <summary>The address by which a request names an uploaded file, of the name that the upload gave it (<c>files/…</c>) or of its address.</summary>
    public string FileAddress(string file) => file.StartsWith("files/", StringComparison.Ordinal) ? $"{_base}/{file}" : file;

    /// <summary>A connection that signs in.</summary>
    public async ValueTask<ProviderConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_token is null)
        {
            return _connection;
        }

        var token = await _token(cancellationToken).ConfigureAwait(false);
        return new ProviderConnection(_http, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token), token);
    }

    private static void Sign(HttpRequestMessage request, string? key)
    {
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("x-goog-api-key", key);
        }
    }

    private static string KeyVariable() =>
        string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("GEMINI_API_KEY")) && !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("GOOGLE_API_KEY")) ? "GOOGLE_API_KEY" : "GEMINI_API_KEY";
}
