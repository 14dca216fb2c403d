using Microsoft.Extensions.DependencyInjection;
using Orchestration.Providers.OpenAI;

namespace Extraction.Models;

/// <summary>Models of the providers whose keys are in the environment.</summary>
internal sealed class ProviderModels(Func<string, string?> environment)
{
    /// <summary>A small model of each provider there is a key of; none without keys. A server of one's own has no usual model.</summary>
    public IReadOnlyList<Model> Usual =>
    [
        .. from usual in new[] { ("OPENAI_API_KEY", "gpt-5-mini"), ("ANTHROPIC_API_KEY", "claude-haiku-4-5"), ("GEMINI_API_KEY", "gemini-2.5-flash-lite"), ("OLLAMA_HOST", "llama3.1") }
           where Has(usual.Item1) && !(usual.Item1 == "OPENAI_API_KEY" && Has("OPENAI_BASE_URL"))
           select Named(usual.Item2),
    ];

    /// <summary>The model of a name: whose it is, the name tells.</summary>
    /// <exception cref="UsageException">The provider's key is missing.</exception>
    public Model Named(string name) => name switch
    {
        _ when name.StartsWith("claude-", StringComparison.Ordinal) => With("ANTHROPIC_API_KEY", new(name, "Anthropic", builder => builder.AddAnthropic([name]))),
        _ when name.StartsWith("gemini-", StringComparison.Ordinal) => With("GEMINI_API_KEY", new(name, "Google", builder => builder.AddGemini([name]))),
        _ when environment("OPENAI_BASE_URL") is { Length: > 0 } address => Compatible(name, AddressOf(address)),
        _ when name.StartsWith("gpt-", StringComparison.Ordinal) || name is ['o', >= '1' and <= '9', ..] => With("OPENAI_API_KEY", new(name, "OpenAI", builder => builder.AddOpenAI([name]))),
        _ => new(name, "Ollama", builder => builder.AddLlama([name])),
    };

    /// <summary>A model of any server that speaks OpenAI's protocol.</summary>
    private Model Compatible(string name, Uri address) => new(name, $"at {address.Authority}", builder => builder.AddOpenAI([name], options =>
        (options.BaseAddress, options.Dialect, options.ApiKey) = (address, OpenAIDialect.Compatible, environment("OPENAI_API_KEY"))));

    private Model With(string key, Model model) => Has(key) ? model : throw new UsageException($"'{model.Name}' is a model of {model.About}, but {key} is not set. Set it, or use --simulate.");

    private bool Has(string name) => environment(name) is { Length: > 0 };

    private static Uri AddressOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        ? uri
        : throw new UsageException($"OPENAI_BASE_URL is '{address}', which is not an address. Write one such as http://127.0.0.1:8000/v1");
}
