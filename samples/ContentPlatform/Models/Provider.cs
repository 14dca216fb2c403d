using Microsoft.Extensions.DependencyInjection;
using Orchestration.DependencyInjection;
using Orchestration.Providers.OpenAI;

namespace ContentPlatform.Models;

/// <summary>A provider whose models take part.</summary>
/// <param name="Name">For people.</param>
/// <param name="Fast">The model for steps that sort and pick.</param>
/// <param name="Careful">The model for steps whose words the reader sees.</param>
internal abstract record Provider(string Name, string Fast, string Careful)
{
    public IReadOnlyList<string> Models => Fast == Careful ? [Fast] : [Fast, Careful];

    /// <summary>Registers the models.</summary>
    /// <param name="builder">The runtime's builder.</param>
    /// <param name="simulator">Where all providers are played; <see langword="null"/> = the provider itself.</param>
    public abstract void AddTo(IOrchestrationBuilder builder, Uri? simulator);

    // No key is sent to the simulator, not even one that the environment has.
    protected const string NoKey = "";
}

internal sealed record OpenAIProvider(string Fast = "gpt-5-mini", string Careful = "gpt-5.1") : Provider("OpenAI", Fast, Careful)
{
    /// <summary>A server that speaks OpenAI's protocol; <see langword="null"/> = OpenAI itself.</summary>
    public Uri? Address { get; init; }

    public override void AddTo(IOrchestrationBuilder builder, Uri? simulator) => builder.AddOpenAI(Models, options =>
    {
        if (simulator is not null)
        {
            (options.BaseAddress, options.ApiKey) = (new Uri(simulator, "/v1"), NoKey);
        }
        else if (Address is not null)
        {
            (options.BaseAddress, options.Dialect, options.ApiKey) = (Address, OpenAIDialect.Compatible, Environment.GetEnvironmentVariable("OPENAI_API_KEY"));
        }
    });
}

internal sealed record AnthropicProvider(string Fast = "claude-haiku-4-5", string Careful = "claude-sonnet-4-6") : Provider("Anthropic", Fast, Careful)
{
    public override void AddTo(IOrchestrationBuilder builder, Uri? simulator) => builder.AddAnthropic(Models, options =>
    {
        if (simulator is not null)
        {
            (options.BaseAddress, options.ApiKey) = (simulator, NoKey);
        }
    });
}

internal sealed record GeminiProvider(string Fast = "gemini-2.5-flash-lite", string Careful = "gemini-2.5-flash") : Provider("Gemini", Fast, Careful)
{
    public override void AddTo(IOrchestrationBuilder builder, Uri? simulator) => builder.AddGemini(Models, options =>
    {
        if (simulator is not null)
        {
            (options.BaseAddress, options.ApiKey) = (new Uri(simulator, "/v1beta"), NoKey);
        }
    });
}

internal sealed record LlamaProvider(string Fast = "llama3.1", string Careful = "llama3.1") : Provider("Ollama", Fast, Careful)
{
    public override void AddTo(IOrchestrationBuilder builder, Uri? simulator) => builder.AddLlama(Models, options => options.BaseAddress = simulator ?? options.BaseAddress);
}
