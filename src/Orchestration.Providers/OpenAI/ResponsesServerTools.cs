using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Makes contents of the items of tools that OpenAI runs: a call, which remembers the item, and its result, where the item holds one.</summary>
internal static class ResponsesServerTools
{
    public static void Read(JsonElement passing, IList<AIContent> contents)
    {
        var item = passing.Clone();
        var id = item.Label("id") ?? "unknown";
        switch (item.Text("type"))
        {
            case "web_search_call":
                Add(contents, item, new WebSearchToolCallContent(id) { Queries = QueriesOf(item) }, new WebSearchToolResultContent(id) { Outputs = SourcesOf(item) });
                break;
            case "code_interpreter_call":
                Add(
                    contents,
                    item,
                    new CodeInterpreterToolCallContent(id) { Inputs = [new DataContent(Encoding.UTF8.GetBytes(item.Text("code") ?? string.Empty), "text/x-python")] },
                    new CodeInterpreterToolResultContent(id) { Outputs = OutputsOf(item) });
                break;
            case "image_generation_call":
                Add(contents, item, new ImageGenerationToolCallContent(id), new ImageGenerationToolResultContent(id) { Outputs = ImageOf(item) });
                break;
            case "mcp_call":
                Add(contents, item, CallOf(item, id), new McpServerToolResultContent(id) { Outputs = OutputOf(item) });
                break;
            case "mcp_approval_request":
                Add(contents, item, new ToolApprovalRequestContent(id, CallOf(item, id)), null);
                break;
            default:
                contents.Add(new AIContent { RawRepresentation = item }.WithItem(item));
                break;
        }
    }

    private static void Add(IList<AIContent> contents, JsonElement item, AIContent call, AIContent? result)
    {
        call.RawRepresentation = item;
        contents.Add(call.WithItem(item));
        if (result is WebSearchToolResultContent { Outputs: not null } or CodeInterpreterToolResultContent { Outputs: not null }
            or ImageGenerationToolResultContent { Outputs: not null } or McpServerToolResultContent { Outputs: not null })
        {
            contents.Add(result);
        }
    }

    private static McpServerToolCallContent CallOf(JsonElement item, string id) =>
        new(id, item.Label("name") ?? "unknown", item.Text("server_label")) { Arguments = ToolCalls.FromText(id, string.Empty, item.Text("arguments") ?? string.Empty).Arguments };

    private static List<string>? QueriesOf(JsonElement item)
    {
        if (item.Child("action") is not { } action)
        {
            return null;
        }

        var queries = action.Items("queries").Where(static query => query.ValueKind == JsonValueKind.String).Select(static query => query.GetString()!).ToList();
        return queries.Count > 0 ? queries : action.Text("query") is { } only ? [only] : null;
    }

    private static List<AIContent>? SourcesOf(JsonElement item) => Some(item.Child("action")?.Items("sources").Select(static source => Address(source.Text("url"), "text/html")));

    private static List<AIContent>? OutputsOf(JsonElement item) => Some(item.Items("outputs").Select(static output => output.Text("type") switch
    {
        "logs" => new TextContent(output.Text("logs")),
        "image" => Address(output.Text("url"), "image/*"),
        _ => new AIContent { RawRepresentation = output },
    }));

    private static List<AIContent>? ImageOf(JsonElement item)
    {
        return item.Child("result") is { ValueKind: JsonValueKind.String } image && image.TryGetBytesFromBase64(out var bytes)
            ? [new DataContent(bytes, $"image/{item.Text("output_format") ?? "png"}")]
            : null;
    }

    private static List<AIContent>? OutputOf(JsonElement item) =>
        item.Child("error") is { } error ? [new ErrorContent(error.Text("message") ?? (error.ValueKind == JsonValueKind.String ? error.GetString() : error.GetRawText()))]
        : item.Text("output") is { } output ? [new TextContent(output)]
        : null;

    private static UriContent? Address(string? url, string mediaType) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? new UriContent(address, mediaType) : null;

    private static List<AIContent>? Some(IEnumerable<AIContent?>? contents) => contents?.OfType<AIContent>().ToList() is { Count: > 0 } some ? some : null;
}
