namespace Orchestration.WireCases.Protocols;

/// <summary>Every protocol that an adapter speaks.</summary>
internal static class AllProtocols
{
    public static readonly IReadOnlyList<Protocol> List =
    [
        new ChatProtocol(),
        new EmbeddingsProtocol(),
        new ResponsesProtocol(),
        new GeminiProtocol(),
        new GeminiEmbeddingProtocol(),
        new OllamaProtocol(),
        new OllamaEmbeddingsProtocol(),
        new AnthropicProtocol(),
    ];
}
