using System.Text.Json;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Finds the error in a response whose status promised an answer.</summary>
internal static class ChatErrors
{
    /// <param name="name">The event's name; empty for none.</param>
    /// <param name="response">A chunk, or a whole response.</param>
    /// <returns><see langword="null"/> if there is none.</returns>
    public static ProviderError? In(ReadOnlySpan<byte> name, JsonElement response)
    {
        if (response.ValueKind != JsonValueKind.Object)
        {
            return ProviderError.From(response);
        }

        if (response.Child("error") is { ValueKind: JsonValueKind.Object } or { ValueKind: JsonValueKind.String })
        {
            return ProviderError.From(response);
        }

        // vLLM and Mistral mark the object itself.
        if (name.SequenceEqual("error"u8) || response.Text("object") == "error")
        {
            return ProviderError.From(response) ?? new ProviderError { Type = "error" };
        }

        // FastAPI's and gateways' errors show by a message where an answer would have choices.
        if (response.Child("choices") is null && response.Child("object") is null && response.Child("usage") is null && response.Child("id") is null)
        {
            return ProviderError.From(response) is { Message: not null } said ? said : null;
        }

        foreach (var choice in response.Items("choices"))
        {
            // OpenRouter, when the model's host broke off.
            if (choice.Child("error") is not null || choice.Text("finish_reason") == "error")
            {
                return (choice.Child("error") is null ? null : ProviderError.From(choice)) ?? new ProviderError { Type = "error", Message = "The model's host broke off." };
            }
        }

        return null;
    }
}
