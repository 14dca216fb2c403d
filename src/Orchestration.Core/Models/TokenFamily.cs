namespace Orchestration.Models;

/// <summary>How a family of models counts a request: its vocabulary, and what its template adds around messages, tools and schemas.</summary>
/// <remarks>
/// Figures are in tokens, fitted together with <see cref="TokenVocabulary"/>: documented ones (Anthropic's system prompt of some 300 to 500 tokens before the first tool, OpenAI's
/// 3 a message) came out of the fit near what the vendors say. They are averages; <see cref="TokenCalibration"/> finds those of one deployment.
/// </remarks>
internal sealed record TokenFamily
{
    public static readonly TokenFamily O200k = new()
    {
        Name = "o200k", Vocabulary = TokenVocabulary.O200k, Request = 5, Message = 3.1, ToolCall = 5.4, ToolResult = 3.4, Tool = -1.1, AnyTool = 13, AnyFormat = 19, Format = 0.43, Image = 765,
    };

    public static readonly TokenFamily O200kReasoning = O200k with
    {
        Name = "o200k, reasoning", Request = 1.8, Message = 4.5, ToolCall = 5.8, ToolResult = 3.8, Tool = -5.2, AnyTool = 100, AnyFormat = -18, Format = 0.75,
    };

    public static readonly TokenFamily GptOss = O200k with
    {
        Name = "gpt-oss", Request = 60, Message = 4.8, ToolCall = 4.1, ToolResult = 2.1, Tool = 6.9, AnyTool = 26, AnyFormat = 7, Format = 0.82,
    };

    public static readonly TokenFamily Cl100k = new()
    {
        Name = "cl100k", Vocabulary = TokenVocabulary.Cl100k, Request = 3.8, Message = 3.4, Tool = 7.8, AnyTool = -21, Image = 765,
    };

    public static readonly TokenFamily Claude3 = new()
    {
        Name = "claude 3", Vocabulary = TokenVocabulary.Claude, Request = 8.4, Tool = 9.2, AnyTool = 525, Image = 1_600,
    };

    public static readonly TokenFamily Claude4 = Claude3 with
    {
        Name = "claude 4", Request = 2.3, Message = 5.5, ToolCall = 15, ToolResult = 13, Tool = 6.7, AnyTool = 321,
    };

    public static readonly TokenFamily Claude45 = Claude3 with
    {
        Name = "claude 4.5", Request = 7, ToolCall = 21, ToolResult = 19, Tool = 12, AnyTool = 503, AnyFormat = 82, Format = 1.32,
    };

    public static readonly TokenFamily Claude5 = new()
    {
        Name = "claude 5", Vocabulary = TokenVocabulary.Claude5, Request = 4.1, Message = 1.8, ToolCall = 8.4, ToolResult = 6.4, Tool = 8.4, AnyTool = 101, Image = 1_600,
    };

    public static readonly TokenFamily Gemini = new()
    {
        Name = "gemini", Vocabulary = TokenVocabulary.Gemini, Request = 0.4, Message = 1.3, ToolCall = 21, ToolResult = 19, Tool = 5.4, AnyTool = 4, AnyFormat = 24, Format = 0, Image = 258,
    };

    public static readonly TokenFamily Gemma = Gemini with
    {
        Name = "gemma", Request = 5.2, Message = 4.4, ToolCall = 8, ToolResult = 6, Tool = 7.9, AnyTool = -9, AnyFormat = 20,
    };

    public static readonly TokenFamily Llama3 = new()
    {
        Name = "llama 3", Vocabulary = TokenVocabulary.Llama, Request = 35, ToolCall = 0, ToolResult = 0, Tool = 8.2, AnyTool = 57,
    };

    public static readonly TokenFamily Llama4 = Llama3 with
    {
        Name = "llama 4", Request = 3.4, Message = 4.1, ToolCall = 8, ToolResult = 6, Tool = -0.9, AnyTool = 589,
    };

    public static readonly TokenFamily Qwen = new()
    {
        Name = "qwen", Vocabulary = TokenVocabulary.Qwen, Request = 2.8, Message = 5.7, ToolCall = 7.5, ToolResult = 5.5, Tool = 19.5, AnyTool = 79, AnyFormat = -14, Format = 0.04,
    };

    public static readonly TokenFamily Mistral = new()
    {
        Name = "mistral", Vocabulary = TokenVocabulary.Mistral, Request = 3.3, ToolCall = 4.7, ToolResult = 2.7, Tool = 7.6, AnyTool = 18,
    };

    public static readonly TokenFamily DeepSeek = new()
    {
        Name = "deepseek", Vocabulary = TokenVocabulary.DeepSeek, Request = 5.1, Message = 0.3, ToolCall = 11, ToolResult = 9.2, Tool = 15, AnyTool = 193,
    };

    public static readonly TokenFamily Grok = new()
    {
        Name = "grok", Vocabulary = TokenVocabulary.Grok, Request = 44, Message = 3.2, ToolCall = 10.5, ToolResult = 8.5, Tool = 8.3, AnyTool = 88,
    };

    public static readonly TokenFamily Other = new()
    {
        Name = "other", Vocabulary = TokenVocabulary.Other, Request = 0, Message = 5.6, ToolCall = 12, ToolResult = 10, Tool = 2.7, AnyTool = 22,
    };

    public required string Name { get; init; }

    public required TokenVocabulary Vocabulary { get; init; }

    public double Request { get; init; }

    public double Message { get; init; }

    public double ToolCall { get; init; } = 8;

    public double ToolResult { get; init; } = 6;

    public double Tool { get; init; }

    /// <summary>Once, if there is a tool at all.</summary>
    public double AnyTool { get; init; }

    /// <summary>Once, if the answer has a schema.</summary>
    public double AnyFormat { get; init; } = 20;

    /// <summary>What part of the answer's schema the model is shown, as JSON.</summary>
    public double Format { get; init; } = 1;

    /// <summary>An image of about a megapixel.</summary>
    public double Image { get; init; } = 1_100;

    /// <summary>The family of a model by its name, else by who serves it.</summary>
    public static TokenFamily For(string? provider, string? model)
    {
        var name = (model ?? string.Empty).AsSpan();
        name = name[(name.LastIndexOf('/') + 1)..];
        return Has(name, "claude") ? ClaudeOf(name)
            : Has(name, "gpt-oss") ? GptOss
            : Has(name, "gemini") ? Gemini
            : Has(name, "gemma") ? Gemma
            : Has(name, "qwen") ? Qwen
            : Has(name, "llama-4") || Has(name, "llama4") ? Llama4
            : Has(name, "llama") ? Llama3
            : Has(name, "istral") || Has(name, "mixtral") || Has(name, "voxtral") ? Mistral
            : Has(name, "deepseek") ? DeepSeek
            : Has(name, "grok") ? Grok
            : Has(name, "gpt-3.5") || Has(name, "gpt-35") || Starts(name, "gpt-4-") || name.Equals("gpt-4", StringComparison.OrdinalIgnoreCase) ? Cl100k
            : Starts(name, "gpt-4") || Starts(name, "chatgpt-4o") || Has(name, "gpt-audio") ? O200k
            : Starts(name, "gpt-") || Starts(name, "o1") || Starts(name, "o3") || Starts(name, "o4") ? O200kReasoning
            : OfProvider(provider);
    }

    public double OfRequest(in RequestProfile profile) => OfText(profile) + OfTools(profile);

    /// <summary>Tokens that grow with what is said: text, messages, calls of tools and their results.</summary>
    public double OfText(in RequestProfile profile) =>
        Vocabulary.OfText(profile.Text) + Request + (profile[RequestPart.Message] * Message) + (profile[RequestPart.ToolCall] * ToolCall)
            + (profile[RequestPart.ToolResult] * ToolResult) + (profile[RequestPart.Image] * Image) + (profile[RequestPart.FileByte] / 4.0);

    /// <summary>Tokens that stay the same from call to call of a step: its tools and the schema of its answer.</summary>
    public double OfTools(in RequestProfile profile) =>
        Vocabulary.OfSchemas(profile.Schemas) + (TokenVocabulary.OfJson(profile.Format) * Format) + (profile[RequestPart.Tool] * Tool)
            + (profile[RequestPart.AnyTool] * AnyTool) + (profile[RequestPart.AnyFormat] * AnyFormat);

    private static TokenFamily ClaudeOf(ReadOnlySpan<char> name) =>
        Has(name, "claude-3") || Has(name, "claude-2") || Has(name, "instant") ? Claude3
        : Has(name, "-4-0") || Has(name, "-4-1") || Has(name, "-4.1") || Has(name, "-4-2025") ? Claude4
        : Has(name, "-4-5") || Has(name, "-4.5") || Has(name, "-4-6") || Has(name, "-4.6") ? Claude45
        : Claude5;

    private static TokenFamily OfProvider(string? provider) =>
        Has(provider, "anthropic") ? Claude5
        : Has(provider, "gemini") || Has(provider, "google") || Has(provider, "vertex") ? Gemini
        : Has(provider, "openai") || Has(provider, "azure") ? O200k
        : Has(provider, "mistral") ? Mistral
        : Has(provider, "deepseek") ? DeepSeek
        : Has(provider, "xai") ? Grok
        : Other;

    private static bool Has(ReadOnlySpan<char> name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static bool Starts(ReadOnlySpan<char> name, string part) => name.StartsWith(part, StringComparison.OrdinalIgnoreCase);
}
