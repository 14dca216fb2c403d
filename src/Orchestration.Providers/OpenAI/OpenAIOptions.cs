namespace Orchestration.Providers.OpenAI;

/// <summary>Where a server that speaks OpenAI's protocols is, how to sign in there, and which of their dialects it speaks.</summary>
public sealed class OpenAIOptions
{
    /// <summary>The key.</summary>
    /// <value>
    /// <see langword="null"/>, the default, means the environment variable of the <see cref="Dialect"/>, read when a client is made: <c>OPENAI_API_KEY</c>,
    /// <c>AZURE_OPENAI_API_KEY</c> and so on. Empty means that no key is sent: the HTTP client signs in itself, as with Microsoft Entra ID.
    /// </value>
    public string? ApiKey { get; set; }

    /// <summary>The address that the operations' paths are appended to, as <c>https://api.openai.com/v1</c>.</summary>
    /// <value><see langword="null"/>, the default, means the <see cref="Dialect"/>'s own. An Azure resource without a path gets <c>/openai/v1</c>, or <c>/openai</c> if there is an <see cref="ApiVersion"/>.</value>
    public Uri? BaseAddress { get; set; }

    /// <summary>What the server does differently.</summary>
    /// <value><see cref="OpenAIDialect.OpenAI"/> unless set.</value>
    public OpenAIDialect Dialect { get; set; } = OpenAIDialect.OpenAI;

    /// <summary>The protocol that <c>AddOpenAI</c> asks in. Whoever makes a client chooses by its class instead.</summary>
    /// <value><see langword="null"/>, the default, means <see cref="OpenAIApi.Responses"/> at OpenAI itself and <see cref="OpenAIApi.ChatCompletions"/>, which every compatible server speaks, for any other dialect or address.</value>
    public OpenAIApi? Api { get; set; }

    /// <summary>The <c>api-version</c> of Azure's dated interfaces, as <c>2024-10-21</c>. Azure OpenAI then names the model in the path, as a deployment.</summary>
    /// <value><see langword="null"/>, the default, for every address that ends in <c>/v1</c>.</value>
    public string? ApiVersion { get; set; }

    /// <summary>The organization that pays, for a key of several: header <c>OpenAI-Organization</c>.</summary>
    public string? Organization { get; set; }

    /// <summary>The project that pays, for a key of several: header <c>OpenAI-Project</c>.</summary>
    public string? Project { get; set; }
}
