using Orchestration.Providers.Schemas;

namespace Orchestration.Providers.OpenAI;

/// <summary>What a server does differently from the others that speak OpenAI's protocols. Reading understands all of them at once; this is about writing, signing in and counting.</summary>
/// <remarks>For a server that is not here, derive one: <c>OpenAIDialect.Compatible with { ReasoningField = "reasoning" }</c>. Sources: the providers' API references and recorded traffic, 2026.</remarks>
public sealed record OpenAIDialect
{
    /// <summary>OpenAI itself.</summary>
    public static readonly OpenAIDialect OpenAI = new()
    {
        ProviderName = "openai",
        Address = new Uri("https://api.openai.com/v1"),
        KeyVariable = "OPENAI_API_KEY",
        MaxTokensField = "max_completion_tokens",
        Schemas = SchemaDialects.OpenAIStrict,
    };

    /// <summary>Azure OpenAI: deployments with an <see cref="OpenAIOptions.ApiVersion"/>, or <c>/openai/v1</c> without.</summary>
    public static readonly OpenAIDialect AzureOpenAI = OpenAI with { ProviderName = "azure.ai.openai", Address = null, KeyVariable = "AZURE_OPENAI_API_KEY", KeyHeader = "api-key", UsesDeployments = true };

    /// <summary>Azure AI's model inference: models of many makers under <c>/models</c>, with an <see cref="OpenAIOptions.ApiVersion"/>.</summary>
    public static readonly OpenAIDialect AzureInference = AzureOpenAI with { ProviderName = "azure.ai.inference", UsesDeployments = false };

    /// <summary>Groq.</summary>
    public static readonly OpenAIDialect Groq = OpenAI with { ProviderName = "groq", Address = new Uri("https://api.groq.com/openai/v1"), KeyVariable = "GROQ_API_KEY", ReasoningField = "reasoning" };

    /// <summary>A server of which no more is known than that it is compatible; it may ask for a key or not.</summary>
    public static readonly OpenAIDialect Compatible = new() { ProviderName = "openai_compatible", ReasoningField = "reasoning_content", KnowsTopK = true };

    /// <summary>vLLM, which serves at port 8000.</summary>
    public static readonly OpenAIDialect VLlm = Compatible with { ProviderName = "vllm", Address = new Uri("http://localhost:8000/v1"), ReasoningField = "reasoning" };

    /// <summary>llama.cpp's server, which serves at port 8080.</summary>
    public static readonly OpenAIDialect LlamaCpp = Compatible with { ProviderName = "llama_cpp", Address = new Uri("http://localhost:8080/v1"), Schemas = SchemaDialects.Grammar };

    /// <summary>DeepSeek.</summary>
    public static readonly OpenAIDialect DeepSeek = Compatible with
    {
        ProviderName = "deepseek",
        Address = new Uri("https://api.deepseek.com"),
        KeyVariable = "DEEPSEEK_API_KEY",
        ReasoningSwitch = OpenAIReasoningSwitch.Thinking,
    };

    /// <summary>Mistral's own platform.</summary>
    public static readonly OpenAIDialect Mistral = Compatible with
    {
        ProviderName = "mistral_ai",
        Address = new Uri("https://api.mistral.ai/v1"),
        KeyVariable = "MISTRAL_API_KEY",
        SeedField = "random_seed",
        ReasoningField = ContentPart,
        KnowsStreamOptions = false,
        KnowsTopK = false,
        HasBareParts = true,
    };

    /// <summary>OpenRouter.</summary>
    public static readonly OpenAIDialect OpenRouter = Compatible with
    {
        ProviderName = "openrouter",
        Address = new Uri("https://openrouter.ai/api/v1"),
        KeyVariable = "OPENROUTER_API_KEY",
        ReasoningField = "reasoning",
        ReasoningSwitch = OpenAIReasoningSwitch.Reasoning,
        Schemas = SchemaDialects.OpenAIStrict,
    };

    /// <summary>xAI, whose completion tokens leave out those of the reasoning.</summary>
    public static readonly OpenAIDialect Xai = Compatible with { ProviderName = "x_ai", Address = new Uri("https://api.x.ai/v1"), KeyVariable = "XAI_API_KEY", CountsReasoningApart = true };

    /// <summary>A <see cref="ReasoningField"/>: the reasoning stands as a part of type <c>thinking</c> in the message's content.</summary>
    public const string ContentPart = "content";

    /// <summary>The provider's name in telemetry, after OpenTelemetry's <c>gen_ai.provider.name</c>.</summary>
    public required string ProviderName { get; init; }

    /// <summary>The address unless the options name one; <see langword="null"/> = they must.</summary>
    public Uri? Address { get; init; }

    /// <summary>The environment variable of the key; <see langword="null"/> = no key is needed.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>The header of the key. In <c>Authorization</c>, the default, it is a bearer token.</summary>
    public string KeyHeader { get; init; } = "Authorization";

    /// <summary>Whether an <see cref="OpenAIOptions.ApiVersion"/> means that the path names the model, as Azure OpenAI's deployments.</summary>
    public bool UsesDeployments { get; init; }

    /// <summary>The name of the field that bounds the answer.</summary>
    /// <value><c>max_tokens</c> unless set. OpenAI's own newer models refuse that one, and take <c>max_completion_tokens</c>.</value>
    public string MaxTokensField { get; init; } = "max_tokens";

    /// <summary>The name of the field of the seed.</summary>
    /// <value><c>seed</c> unless set.</value>
    public string SeedField { get; init; } = "seed";

    /// <summary>Where reasoning text of an earlier answer stands in a message that is sent back.</summary>
    /// <value>A field's name, or <see cref="ContentPart"/>. <see langword="null"/> = it is not sent back, for the server refuses it.</value>
    public string? ReasoningField { get; init; }

    /// <summary>How the effort of reasoning is asked for.</summary>
    public OpenAIReasoningSwitch ReasoningSwitch { get; init; }

    /// <summary>Whether <c>completion_tokens</c> leaves out the reasoning tokens, which then have to be added.</summary>
    public bool CountsReasoningApart { get; init; }

    /// <summary>Whether <c>stream_options</c> is understood, by which streams are asked to tell the usage.</summary>
    /// <value>True unless set. A server that does not know it refuses it, and tells the usage anyway.</value>
    public bool KnowsStreamOptions { get; init; } = true;

    /// <summary>Whether <c>top_k</c> is understood. It is not sent where it would be refused.</summary>
    public bool KnowsTopK { get; init; }

    /// <summary>Whether parts with sound or a document hold just that, as Mistral's <c>document_url</c>, and not an object with its format or name.</summary>
    public bool HasBareParts { get; init; }

    /// <summary>The schemas that it takes for an answer; <see langword="null"/> = they are sent as they are.</summary>
    internal SchemaDialect? Schemas { get; init; }
}

/// <summary>The ways in which servers are asked for reasoning.</summary>
public enum OpenAIReasoningSwitch
{
    /// <summary><c>"reasoning_effort": "low"</c>.</summary>
    EffortField,

    /// <summary><c>"reasoning": { "effort": "low" }</c>.</summary>
    Reasoning,

    /// <summary><c>"thinking": { "type": "disabled" }</c> for no reasoning, and <c>reasoning_effort</c> for any other effort.</summary>
    Thinking,
}
