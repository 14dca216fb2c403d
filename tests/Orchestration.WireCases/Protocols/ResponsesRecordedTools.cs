using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Prompts;

namespace Orchestration.WireCases.Protocols;

/// <summary>Makes tools of recorded declarations.</summary>
internal static class ResponsesRecordedTools
{
    public static AITool Of(JsonElement tool)
    {
        var type = ResponsesConversation.Text(tool, "type");
        switch (type)
        {
            case "function" when tool.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object:
                return new Function(ResponsesConversation.Text(tool, "name")!, ResponsesConversation.Text(tool, "description") ?? string.Empty, parameters, Rest(tool, "type", "name", "description", "parameters"));
            case "web_search":
                return new HostedWebSearchTool(Rest(tool, "type"));
            case "web_search_preview":
                return new HostedWebSearchTool(Rest(tool));
            case "image_generation":
                return new HostedImageGenerationTool(Rest(tool, "type"));
            case "file_search" when tool.TryGetProperty("vector_store_ids", out var stores):
                return new HostedFileSearchTool(Rest(tool, "type", "vector_store_ids", "max_num_results"))
                {
                    Inputs = [.. stores.EnumerateArray().Select(static store => new HostedVectorStoreContent(store.GetString()!))],
                    MaximumResultCount = tool.TryGetProperty("max_num_results", out var most) && most.ValueKind == JsonValueKind.Number ? most.GetInt32() : null,
                };
            case "code_interpreter":
                return Interpreter(tool);
            case "mcp" when ResponsesConversation.Text(tool, "server_url") is not null:
                return Server(tool);
            default:
                return new ProviderTool(tool);
        }
    }

    private static HostedCodeInterpreterTool Interpreter(JsonElement tool)
    {
        var container = tool.TryGetProperty("container", out var given) ? given : default;
        var isPlain = container.ValueKind == JsonValueKind.Object && container.EnumerateObject().All(static member => member is { Name: "type", Value.ValueKind: JsonValueKind.String } or { Name: "file_ids" });
        return new HostedCodeInterpreterTool(isPlain ? Rest(tool, "type", "container") : Rest(tool, "type"))
        {
            Inputs = isPlain && container.TryGetProperty("file_ids", out var files) && files.ValueKind == JsonValueKind.Array
                ? [.. files.EnumerateArray().Select(static file => new HostedFileContent(file.GetString()!))]
                : null,
        };
    }

    private static HostedMcpServerTool Server(JsonElement tool)
    {
        var approval = tool.TryGetProperty("require_approval", out var given) ? given : default;
        return new HostedMcpServerTool(
            ResponsesConversation.Text(tool, "server_label")!,
            ResponsesConversation.Text(tool, "server_url")!,
            Rest(tool, "type", "server_label", "server_url", "server_description", "allowed_tools", "require_approval", "headers"))
        {
            ServerDescription = ResponsesConversation.Text(tool, "server_description"),
            AllowedTools = tool.TryGetProperty("allowed_tools", out var allowed) ? Names(allowed) : null,
            Headers = tool.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object
                ? headers.EnumerateObject().ToDictionary(static header => header.Name, static header => header.Value.ToString())
                : null,
            ApprovalMode = approval.ValueKind switch
            {
                JsonValueKind.String when approval.GetString() == "never" => HostedMcpServerToolApprovalMode.NeverRequire,
                JsonValueKind.String => HostedMcpServerToolApprovalMode.AlwaysRequire,
                JsonValueKind.Object => HostedMcpServerToolApprovalMode.RequireSpecific(NamesIn(approval, "always"), NamesIn(approval, "never")),
                _ => null,
            },
        };
    }

    private static List<string>? NamesIn(JsonElement approval, string when) => approval.TryGetProperty(when, out var named) && named.TryGetProperty("tool_names", out var names) ? Names(names) : null;

    private static List<string>? Names(JsonElement names) => names.ValueKind == JsonValueKind.Array ? [.. names.EnumerateArray().Select(static name => name.GetString()!)] : null;

    private static AdditionalPropertiesDictionary Rest(JsonElement tool, params ReadOnlySpan<string> except) => ResponsesConversation.Rest(tool, except) ?? [];

    private sealed class Function(string name, string description, JsonElement parameters, AdditionalPropertiesDictionary rest) : AIFunctionDeclaration
    {
        public override string Name => name;

        public override string Description => description;

        public override JsonElement JsonSchema => parameters;

        public override IReadOnlyDictionary<string, object?> AdditionalProperties => rest;
    }
}
