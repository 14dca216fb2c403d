namespace Orchestration.Providers.OpenAI;

/// <summary>OpenAI's two protocols for answers.</summary>
public enum OpenAIApi
{
    /// <summary><c>/chat/completions</c>, which every compatible server speaks.</summary>
    ChatCompletions,

    /// <summary><c>/responses</c>, which keeps reasoning between turns and has OpenAI's own tools.</summary>
    Responses,
}
