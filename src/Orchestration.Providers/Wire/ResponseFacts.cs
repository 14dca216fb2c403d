using Microsoft.Extensions.AI;

namespace Orchestration.Providers.Wire;

/// <summary>What the headers of a response say of it, under names of the adapters' own in <c>AdditionalProperties</c>.</summary>
internal static class ResponseFacts
{
    // In the order in which providers name their id: OpenAI and most, Anthropic, Azure, Groq.
    private static readonly string[] RequestIdHeaders = ["x-request-id", "request-id", "apim-request-id", "x-groq-id"];

    public static string? RequestIdOf(HttpResponseMessage response)
    {
        foreach (var name in RequestIdHeaders)
        {
            if (response.Headers.TryGetValues(name, out var values))
            {
                return values.First();
            }
        }

        return null;
    }

    /// <summary>The properties that the first update of a stream, or a whole response, carries. <see langword="null"/> if the headers say nothing.</summary>
    public static AdditionalPropertiesDictionary? Of(HttpResponseMessage response)
    {
        var (id, limits) = (RequestIdOf(response), RateLimits.From(response.Headers));
        if (id is null && limits is null)
        {
            return null;
        }

        var properties = new AdditionalPropertiesDictionary();
        if (id is not null)
        {
            properties[ResponseProperties.RequestId] = id;
        }

        if (limits is not null)
        {
            properties[ResponseProperties.RateLimits] = limits;
        }

        return properties;
    }
}
