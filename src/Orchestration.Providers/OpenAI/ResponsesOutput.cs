using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Makes contents of the items of <c>output</c>. What Microsoft.Extensions.AI has no class for stays as it is.</summary>
internal static class ResponsesOutput
{
    /// <summary>The error code of a content that is the model's refusal.</summary>
    public const string Refusal = "Refusal";

    /// <summary>The type of a call whose argument is one text of any form.</summary>
    public const string CustomCall = "custom_tool_call";

    private const string Input = "input";

    /// <summary>Adds the contents of a whole item.</summary>
    public static void Read(JsonElement item, IList<AIContent> contents)
    {
        switch (item.Text("type"))
        {
            case "message":
                ReadMessage(item, contents);
                break;
            case "reasoning":
                contents.Add(ResponsesReasoning.Read(item));
                break;
            case "function_call":
                contents.Add(ReadCall(item, item.Text("arguments") ?? string.Empty));
                break;
            case CustomCall:
                contents.Add(ReadCall(item, item.Text(Input) ?? string.Empty));
                break;
            default:
                ResponsesServerTools.Read(item, contents);
                break;
        }
    }

    /// <summary>A call of one of the caller's tools.</summary>
    /// <param name="item">The item; its arguments may be missing.</param>
    /// <param name="arguments">What the model has written of the arguments.</param>
    public static FunctionCallContent ReadCall(JsonElement item, string arguments)
    {
        var (id, name) = (item.Text("call_id") ?? item.Text("id") ?? string.Empty, item.Text("name") ?? string.Empty);
        var call = item.Text("type") == CustomCall
            ? new FunctionCallContent(id, name, new Dictionary<string, object?>(StringComparer.Ordinal) { [Input] = arguments }) { RawRepresentation = arguments }
            : ToolCalls.FromText(id, name, arguments);
        return call.WithRest(item);
    }

    /// <summary>The text of a custom call.</summary>
    public static string InputOf(FunctionCallContent call) =>
        call.RawRepresentation as string ?? (call.Arguments?.TryGetValue(Input, out var input) == true ? input?.ToString() : null) ?? string.Empty;

    /// <summary>The log-probabilities of all texts of an answer, one after the other. <see langword="null"/> if there are none.</summary>
    public static JsonElement? LogProbabilities(JsonElement response)
    {
        List<JsonElement>? all = null;
        foreach (var item in response.Items("output"))
        {
            foreach (var part in item.Items("content"))
            {
                foreach (var token in part.Items("logprobs"))
                {
                    (all ??= []).Add(token);
                }
            }
        }

        if (all is null)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            all.ForEach(token => token.WriteTo(json));
            json.WriteEndArray();
        }

        using var list = JsonDocument.Parse(buffer.WrittenMemory);
        return list.RootElement.Clone();
    }

    private static void ReadMessage(JsonElement item, IList<AIContent> contents)
    {
        var isFirst = true;
        foreach (var part in item.Items("content"))
        {
            AIContent content = part.Text("type") switch
            {
                "output_text" or "text" => new TextContent(part.Text("text")) { Annotations = ResponsesCitations.Read(part) },
                "refusal" => new ErrorContent(part.Text("refusal")) { ErrorCode = Refusal },
                _ => new AIContent { RawRepresentation = part.Clone() },
            };
            contents.Add(isFirst ? content.WithRest(item) : content);
            isFirst = false;
        }
    }
}
