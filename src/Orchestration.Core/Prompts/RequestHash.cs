using Microsoft.Extensions.AI;

namespace Orchestration.Prompts;

/// <summary>Names a request to a model by what is in it, as the audit log does: for clients before a model that record, count or play back.</summary>
public static class RequestHash
{
    /// <summary>SHA-256, in lower-case hex, of the request's canonical form, exactly as it is sent: the same in every process and culture.</summary>
    /// <remarks>
    /// <see cref="ChatOptions.ModelId"/> is not in it: the model is a name of its own wherever requests are told apart. What has no canonical form, as a factory of the provider's own request, counts by
    /// its type alone.
    /// </remarks>
    /// <param name="messages">The messages.</param>
    /// <param name="options">The options; <see langword="null"/> is the same as options at their defaults.</param>
    public static string Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using var request = CanonicalRequest.Of(messages, options);
        return request.Hash;
    }
}
