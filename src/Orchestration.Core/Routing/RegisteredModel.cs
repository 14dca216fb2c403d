using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Routing.Planning;

namespace Orchestration.Routing;

/// <summary>A model as the application has registered it, with what is being learnt of it.</summary>
internal sealed class RegisteredModel(string name, IChatClient client, ModelProfile profile)
{
    public string Name { get; } = name;

    public IChatClient Client { get; } = client;

    public ModelProfile Profile { get; } = profile;

    public string? Provider { get; } = profile.Provider ?? (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.ProviderName;

    public Uri? Address { get; } = (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.ProviderUri;

    /// <summary>What its reports have taught about its tokens.</summary>
    public TokenCalibration Calibration { get; } = new(TokenFamily.For(
        profile.Provider ?? (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.ProviderName,
        (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId ?? name));

    public ModelRates Rates { get; } = new(profile);

    public ModelStatistics Statistics { get; } = new();
}
