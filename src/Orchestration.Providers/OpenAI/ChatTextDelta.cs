using System.Text.Json;

namespace Orchestration.Providers.OpenAI;

/// <summary>Reads the one chunk that a stream consists of, without taking the rest of it apart: a piece of the first choice's text.</summary>
internal static class ChatTextDelta
{
    /// <returns><see langword="null"/> if the chunk says anything else, or anything besides.</returns>
    /// <exception cref="JsonException">The data is not JSON.</exception>
    public static string? Read(ReadOnlySpan<byte> data)
    {
        var json = new Utf8JsonReader(data);
        string? text = null;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("choices"u8))
            {
                if (text is not null || !IsText(ref json, out text))
                {
                    return null;
                }
            }
            else if (json.ValueTextEquals("object"u8))
            {
                if (!json.Read() || json.TokenType != JsonTokenType.String || !json.ValueTextEquals("chat.completion.chunk"u8))
                {
                    return null;
                }
            }
            else if (!(SaysNothingNew(ref json) ? json.TrySkip() : IsNull(ref json)))
            {
                return null;
            }
        }

        return text;
    }

    // What every chunk repeats, or pads with.
    private static bool SaysNothingNew(ref Utf8JsonReader json) =>
        json.ValueTextEquals("id"u8) || json.ValueTextEquals("created"u8) || json.ValueTextEquals("model"u8) || json.ValueTextEquals("service_tier"u8)
        || json.ValueTextEquals("system_fingerprint"u8) || json.ValueTextEquals("obfuscation"u8) || json.ValueTextEquals("provider"u8);

    /// <summary>A list of the first choice alone, which is not finished.</summary>
    private static bool IsText(ref Utf8JsonReader json, out string? text)
    {
        text = null;
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray || !json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("delta"u8))
            {
                if (text is not null || !IsContent(ref json, out text))
                {
                    return false;
                }
            }
            else if (json.ValueTextEquals("index"u8))
            {
                if (!json.Read() || json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out var index) || index != 0)
                {
                    return false;
                }
            }
            else if (!IsNull(ref json))
            {
                return false;
            }
        }

        return text is not null && json.Read() && json.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>A delta of content alone.</summary>
    private static bool IsContent(ref Utf8JsonReader json, out string? text)
    {
        text = null;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("content"u8))
            {
                if (text is not null || !json.Read() || json.TokenType != JsonTokenType.String)
                {
                    return false;
                }

                text = json.GetString();
            }
            else if (json.ValueTextEquals("role"u8))
            {
                json.TrySkip();
            }
            else if (!IsNull(ref json))
            {
                return false;
            }
        }

        return text is { Length: > 0 };
    }

    private static bool IsNull(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.Null;
}
