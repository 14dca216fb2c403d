namespace Orchestration.Providers.Llama;

/// <summary>Where a server of open models is, and how it is to run them.</summary>
public sealed class LlamaOptions
{
    /// <summary>The program that answers there.</summary>
    /// <value><see cref="LlamaServer.Ollama"/> unless set.</value>
    public LlamaServer Server { get; set; }

    /// <summary>The server's address, without <c>/api</c> or <c>/v1</c>.</summary>
    /// <value>
    /// <see langword="null"/>, the default, means <c>http://127.0.0.1:8080</c> for llama.cpp, and for Ollama the environment variable <c>OLLAMA_HOST</c>, in each of the
    /// forms that Ollama reads (<c>host</c>, <c>host:port</c>, an address), else <c>http://127.0.0.1:11434</c>.
    /// </value>
    public Uri? BaseAddress { get; set; }

    /// <summary>The key, for a server behind a gate or for Ollama's cloud.</summary>
    /// <value>
    /// <see langword="null"/>, the default, means the environment variable <c>OLLAMA_API_KEY</c> if the address is <c>https</c>, for a key is not to travel in the open; else none.
    /// Read when a client is made.
    /// </value>
    public string? ApiKey { get; set; }

    /// <summary>The context window that Ollama loads the model with: prompt and answer together. A request's own <c>num_ctx</c> wins.</summary>
    /// <value>Tokens. <see langword="null"/>, the default, means the server's choice, often 4096 or less.</value>
    /// <remarks>
    /// Ollama cuts a prompt that does not fit, without notice, and counts the tokens after the cut. Newer versions refuse it instead, if the request says <c>"truncate": false</c> in
    /// <c>AdditionalProperties</c>. llama.cpp fixes its window when it starts.
    /// </remarks>
    public int? ContextLength { get; set; }

    /// <summary>How long Ollama keeps the model in memory after a request.</summary>
    /// <value><see langword="null"/>, the default, means the server's choice (5 minutes); zero unloads it at once; <see cref="Timeout.InfiniteTimeSpan"/> keeps it.</value>
    public TimeSpan? KeepAlive { get; set; }

    /// <summary>Whether embeddings are asked for at <c>/api/embeddings</c>, one request a text, as Ollama before version 0.3 (July 2024) needs it.</summary>
    /// <value><see langword="false"/> unless set.</value>
    public bool UsesOldEmbeddings { get; set; }
}
