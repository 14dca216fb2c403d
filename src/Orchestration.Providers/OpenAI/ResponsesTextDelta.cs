using System.Text.Json;

namespace Orchestration.Providers.OpenAI;

/// <summary>Reads the one event that a stream consists of, without taking the rest of it apart: a piece of text.</summary>
internal static class ResponsesTextDelta
{
    /// <returns><see langword="null"/> if the event is another.</returns>
    public static string? Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (!name.IsEmpty && !name.SequenceEqual("response.output_text.delta"u8))
        {
            return null;
        }

        var (isDelta, text) = (false, (string?)null);
        var json = new Utf8JsonReader(data);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8))
            {
                json.Read();
                if (json.TokenType != JsonTokenType.String || !json.ValueTextEquals("response.output_text.delta"u8))
                {
                    return null;
                }

                isDelta = true;
            }
            else if (json.ValueTextEquals("delta"u8))
            {
                json.Read();
                text = json.TokenType == JsonTokenType.String ? json.GetString() : null;
            }
            else
            {
                json.Skip();
            }
        }

        return isDelta ? text : null;
    }
}
