namespace Orchestration.Providers.Llama;

/// <summary>The program that serves a Llama, or another open model, on one's own machines.</summary>
public enum LlamaServer
{
    /// <summary>Ollama, in its own protocol: <c>/api/chat</c> and <c>/api/embed</c>.</summary>
    Ollama,

    /// <summary>llama.cpp's <c>llama-server</c>, in OpenAI's protocol: <c>/v1/chat/completions</c> and <c>/v1/embeddings</c>.</summary>
    LlamaCpp,
}
