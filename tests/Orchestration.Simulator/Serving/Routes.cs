using Orchestration.Simulator.Wire;

namespace Orchestration.Simulator.Serving;

/// <summary>Which protocol a path belongs to. Anything may stand before the known end: a host's prefix, an Azure deployment, a name that tells endpoints apart.</summary>
internal static class Routes
{
    private static readonly (string End, WireProtocol Protocol)[] Ends =
    [
        ("/chat/completions", new OpenAIChat()),
        ("/responses", new OpenAIResponses()),
        ("/embeddings", new OpenAIEmbeddings()),
        ("/messages", new Anthropic()),
        (":generateContent", new Gemini()),
        (":streamGenerateContent", new Gemini()),
        (":embedContent", new GeminiEmbeddings()),
        (":batchEmbedContents", new GeminiEmbeddings()),
        ("/api/chat", new Ollama()),
        ("/api/embed", new OllamaEmbeddings()),
    ];

    public static WireProtocol? Find(string path)
    {
        foreach (var (end, protocol) in Ends)
        {
            if (path.EndsWith(end, StringComparison.Ordinal))
            {
                return protocol;
            }
        }

        return null;
    }
}
