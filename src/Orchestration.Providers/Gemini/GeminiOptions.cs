namespace Orchestration.Providers.Gemini;

/// <summary>Where Gemini is, and how to sign in there.</summary>
public sealed class GeminiOptions
{
    /// <summary>The key, of Google AI Studio or of Vertex AI in express mode.</summary>
    /// <value>
    /// <see langword="null"/>, the default, means the environment variable <c>GEMINI_API_KEY</c>, else <c>GOOGLE_API_KEY</c>, read when a client is made; with a
    /// <see cref="BearerToken"/> none is needed. Empty means that no key is sent: the HTTP client signs in itself.
    /// </value>
    public string? ApiKey { get; set; }

    /// <summary>The address that <c>/models/…</c> is appended to.</summary>
    /// <value>
    /// <c>https://generativelanguage.googleapis.com/v1beta</c> unless set. For Vertex AI it ends in <c>publishers/google</c>, as
    /// <c>https://europe-west4-aiplatform.googleapis.com/v1/projects/my-project/locations/europe-west4/publishers/google</c>.
    /// </value>
    public Uri BaseAddress { get; set; } = new("https://generativelanguage.googleapis.com/v1beta");

    /// <summary>Gives the OAuth access token for Vertex AI, asked for before each request: it should keep a token while that is valid. Called by many threads.</summary>
    /// <value><see langword="null"/>, the default, means that the <see cref="ApiKey"/> signs in.</value>
    public Func<CancellationToken, ValueTask<string>>? BearerToken { get; set; }
}
