using Orchestration.Providers.OpenAI;

namespace Orchestration.Providers.Llama;

/// <summary>Says what <see cref="LlamaOptions"/> say of a llama.cpp server in the words of the protocol that it speaks.</summary>
internal static class LlamaCppOptions
{
    private static readonly Uri Default = new("http://127.0.0.1:8080");

    public static OpenAIOptions From(LlamaOptions options) => new()
    {
        Dialect = OpenAIDialect.LlamaCpp,
        BaseAddress = AddressOf(options),
        ApiKey = options.ApiKey ?? string.Empty,
    };

    /// <summary>The server's address with the protocol's version, which may be there already.</summary>
    public static Uri AddressOf(LlamaOptions options)
    {
        var path = (options.BaseAddress ?? Default).GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new Uri(path.EndsWith("/v1", StringComparison.Ordinal) ? path : $"{path}/v1");
    }
}
