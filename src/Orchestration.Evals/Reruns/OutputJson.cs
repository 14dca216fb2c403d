using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestration.Models;
using Orchestration.Runs;

namespace Orchestration.Evals.Reruns;

/// <summary>Outputs as JSON and as text.</summary>
internal static class OutputJson
{
    /// <summary>The output of a run; empty where it has none, or its type has no contract.</summary>
    public static JsonBytes Of(RunResult run)
    {
        try
        {
            return run.Succeeded ? run.ToJson() : default;
        }
        catch (NotSupportedException)
        {
            return default;
        }
    }

    /// <summary>An answer that is a JSON object or list, as it is; any other as a JSON string.</summary>
    public static JsonBytes OfAnswer(string text)
    {
        if (text.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                return new JsonBytes(Encoding.UTF8.GetBytes(text));
            }
            catch (JsonException)
            {
                // It only looked like it.
            }
        }

        return new JsonBytes(Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""));
    }

    /// <summary>A JSON string's own characters, of other JSON its text.</summary>
    public static string TextOf(JsonBytes output)
    {
        if (output.IsEmpty)
        {
            return string.Empty;
        }

        var json = new Utf8JsonReader(output.Utf8.Span);
        return json.Read() && json.TokenType == JsonTokenType.String ? json.GetString()! : output.ToString();
    }

    /// <summary>Whether it is JSON with members or items, which is compared at its paths, and no text.</summary>
    public static bool IsStructured(JsonBytes output) => !output.IsEmpty && output.Utf8.Span.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
}
