using ContentPlatform.Articles;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.DependencyInjection;
using Orchestration.Models;
using Orchestration.Providers.Local;

namespace ContentPlatform.Models;

/// <summary>Which models answer: an OpenAI-compatible endpoint that the environment names, else the local model; and behind either, the local model as a reserve.</summary>
internal sealed record ModelChoice
{
    public const string LocalName = "local";
    public const string ReserveName = "local-backup";

    // Nothing is paid for it, which is something else than a price that is not known.
    private static readonly ModelProfile Free = new() { Price = Price.PerMillionTokens(inputUsd: 0, outputUsd: 0) };

    /// <summary>The endpoint; <see langword="null"/> = the local model.</summary>
    public Uri? Endpoint { get; private init; }

    public string Name { get; private init; } = LocalName;

    /// <summary>One line for people.</summary>
    public string Description => Endpoint is null
        ? "local: picks sentences from the sources; not a language model, needs no key"
        : $"{Name} at {Endpoint.Host}, as the environment says; local as reserve";

    private string? Key { get; init; }

    /// <exception cref="UsageException">The environment names an endpoint halfway.</exception>
    public static ModelChoice From(Func<string, string?> environment, bool local)
    {
        string? Get(string name) => environment(name) is { Length: > 0 } value ? value : null;
        var (address, key, model) = (Get("OPENAI_BASE_URL"), Get("OPENAI_API_KEY"), Get("OPENAI_MODEL"));
        if (local || (address is null && key is null))
        {
            return new ModelChoice();
        }

        if (!Uri.TryCreate(address ?? "https://api.openai.com/v1", UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            throw new UsageException($"OPENAI_BASE_URL is '{address}', which is not an address. Write one such as https://api.openai.com/v1, or add --local to use the local model.");
        }

        return model is null
            ? throw new UsageException($"{(address is null ? "OPENAI_API_KEY" : "OPENAI_BASE_URL")} is set, but OPENAI_MODEL is not. Name the model to ask there, or add --local to use the local model.")
            : new ModelChoice { Endpoint = endpoint, Name = model, Key = key };
    }

    /// <summary>Adds the models and the two routes that the policies name.</summary>
    /// <param name="builder">The runtime's builder.</param>
    /// <param name="failures">Calls of the first model that shall fail.</param>
    /// <param name="pace">Tokens a second at which the local model streams; <see langword="null"/> = at once.</param>
    public void AddTo(IOrchestrationBuilder builder, PlannedFailures failures, double? pace)
    {
        builder
            .AddModel(Name, _ => new FailingChatClient(Client(pace), failures), Endpoint is null ? Free : null)
            .AddModel(ReserveName, new ExtractiveChatClient(new ExtractiveOptions { ModelId = ReserveName, TokensPerSecond = pace }), Free)
            .AddRoute(Policies.Fast, Name, ReserveName)
            .AddRoute(Policies.Careful, Name, ReserveName);
    }

    private IChatClient Client(double? pace) => Endpoint is null
        ? new ExtractiveChatClient(new ExtractiveOptions { TokensPerSecond = pace })
        : new OpenAICompatibleChatClient(new HttpClient { Timeout = Timeout.InfiniteTimeSpan }, Endpoint, Name, Key);
}
