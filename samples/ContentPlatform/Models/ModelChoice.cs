using ContentPlatform.Articles;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.DependencyInjection;
using Orchestration.Models;
using Orchestration.Providers.Local;

namespace ContentPlatform.Models;

/// <summary>Which models answer: those of the providers whose keys are in the environment, or four simulated ones, else the local model; and behind all of them the local model as a reserve.</summary>
internal sealed record ModelChoice
{
    public const string LocalName = "local";
    public const string ReserveName = "local-backup";

    // Nothing is paid for it, which is something else than a price that is not known.
    private static readonly ModelProfile Free = new() { Price = Price.PerMillionTokens(inputUsd: 0, outputUsd: 0) };

    /// <summary>The providers, in the order in which they are asked; none = the local model.</summary>
    public IReadOnlyList<Provider> Providers { get; private init; } = [];

    /// <summary>Whether the providers are played by the simulator.</summary>
    public bool IsSimulated { get; private init; }

    /// <summary>Whether the simulator lets a provider go down in the middle of the shown text.</summary>
    public bool HasOutage { get; init; }

    /// <summary>One line for people.</summary>
    public string Description => this switch
    {
        { Providers.Count: 0 } => "local: picks sentences from the sources; not a language model, needs no key",
        { HasOutage: true } => $"simulated {Names}; one goes down in mid-text",
        { IsSimulated: true } => $"simulated {Names}: no model but real prices, and now and then a fault",
        _ => $"{Names}, as the environment says; local as reserve",
    };

    private string Names => string.Join(", ", Providers.Select(static provider => provider.Name));

    /// <exception cref="UsageException">The environment names an endpoint halfway.</exception>
    public static ModelChoice From(Func<string, string?> environment, bool local, bool simulate)
    {
        if (local || simulate)
        {
            return simulate
                ? new ModelChoice { IsSimulated = true, Providers = [new GeminiProvider(), new AnthropicProvider(), new OpenAIProvider(), new LlamaProvider()] }
                : new ModelChoice();
        }

        string? Get(string name) => environment(name) is { Length: > 0 } value ? value : null;
        var providers = new List<Provider>();
        if (Get("ANTHROPIC_API_KEY") is not null)
        {
            providers.Add(Get("ANTHROPIC_MODEL") is { } model ? new AnthropicProvider(model, model) : new AnthropicProvider());
        }

        if (OpenAI(Get) is { } openAI)
        {
            providers.Add(openAI);
        }

        if ((Get("GEMINI_API_KEY") ?? Get("GOOGLE_API_KEY")) is not null)
        {
            providers.Add(Get("GEMINI_MODEL") is { } model ? new GeminiProvider(model, model) : new GeminiProvider());
        }

        if (Get("OLLAMA_HOST") is not null)
        {
            providers.Add(Get("OLLAMA_MODEL") is { } model ? new LlamaProvider(model, model) : new LlamaProvider());
        }

        return new ModelChoice { Providers = providers };
    }

    /// <summary>Adds the models and the two routes that the policies name.</summary>
    /// <param name="builder">The runtime's builder.</param>
    /// <param name="failures">Calls that shall fail.</param>
    /// <param name="pace">Tokens a second at which the local model streams; <see langword="null"/> = at once.</param>
    /// <param name="simulator">Where the simulator is, if it plays the providers.</param>
    public void AddTo(IOrchestrationBuilder builder, PlannedFailures failures, double? pace, Uri? simulator)
    {
        foreach (var provider in Providers)
        {
            provider.AddTo(builder, simulator);
        }

        if (Providers.Count == 0)
        {
            builder.AddModel(LocalName, _ => new FailingChatClient(new ExtractiveChatClient(new ExtractiveOptions { TokensPerSecond = pace }), failures), Free);
        }
        else if (failures.Any)
        {
            builder.Services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new FailingHandler(failures)));
        }

        builder
            .AddModel(ReserveName, new ExtractiveChatClient(new ExtractiveOptions { ModelId = ReserveName, TokensPerSecond = pace }), Free)
            .AddRoute(Policies.Fast, Route(static provider => provider.Fast))
            .AddRoute(Policies.Careful, Route(static provider => provider.Careful, skip: 1));
    }

    // The careful route begins one provider further on, so that two of them share the work.
    private IReadOnlyList<string> Route(Func<Provider, string> model, int skip = 0) =>
        Providers.Count == 0 ? [LocalName, ReserveName] : [.. Providers.Skip(skip).Concat(Providers.Take(skip)).Select(model), ReserveName];

    private static OpenAIProvider? OpenAI(Func<string, string?> get)
    {
        var (address, key, model) = (get("OPENAI_BASE_URL"), get("OPENAI_API_KEY"), get("OPENAI_MODEL"));
        if (address is null)
        {
            return key is null ? null : model is null ? new OpenAIProvider() : new OpenAIProvider(model, model);
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            throw new UsageException($"OPENAI_BASE_URL is '{address}', which is not an address. Write one such as http://127.0.0.1:8000/v1, or add --local to use the local model.");
        }

        return model is null
            ? throw new UsageException("OPENAI_BASE_URL is set, but OPENAI_MODEL is not. Name the model to ask there, or add --local to use the local model.")
            : new OpenAIProvider(model, model) { Address = endpoint };
    }
}
