using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Prompts;
using Orchestration.Providers.Wire;

#pragma warning disable MEAI001 // The class of the tool search may still change; what it says here is one flag a function.

namespace Orchestration.Providers.OpenAI;

/// <summary>Writes tools and the choice among them. An entry of a tool's own <c>AdditionalProperties</c> wins over what is written here.</summary>
internal static class ResponsesTools
{
    public static void Write(RequestBody body, ChatOptions options)
    {
        if (options.Tools is { Count: > 0 } tools && !body.IsGiven("tools"))
        {
            var search = tools.OfType<HostedToolSearchTool>().FirstOrDefault();
            body.Json.WriteStartArray("tools");
            foreach (var tool in tools)
            {
                Write(body.Json, tool, search);
            }

            body.Json.WriteEndArray();
        }

        if (options.ToolMode is { } mode && !body.IsGiven("tool_choice"))
        {
            body.Json.WritePropertyName("tool_choice");
            WriteChoice(body.Json, mode, options.Tools);
        }
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatToolMode mode, IList<AITool>? tools)
    {
        switch (mode)
        {
            case NoneChatToolMode:
                json.WriteStringValue("none");
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                // A tool that the provider runs is chosen by its type, any other by its name.
                var chosen = tools?.FirstOrDefault(tool => tool.Name == name);
                var type = chosen is null or AIFunctionDeclaration ? "function" : chosen is ProviderTool own ? own.Declaration.Text("type") : TypeOf(chosen);
                json.WriteStartObject();
                json.WriteString("type", type);
                if (type is "function" or "custom")
                {
                    json.WriteString("name", name);
                }

                json.WriteEndObject();
                break;
            case RequiredChatToolMode:
                json.WriteStringValue("required");
                break;
            default:
                json.WriteStringValue("auto");
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, AITool tool, HostedToolSearchTool? search)
    {
        if (tool is ProviderTool own)
        {
            own.Declaration.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        if (!IsGiven(tool, "type"))
        {
            json.WriteString("type", TypeOf(tool));
        }

        switch (tool)
        {
            case AIFunctionDeclaration function:
                WriteFunction(json, function, search);
                break;
            case HostedCodeInterpreterTool code when !IsGiven(tool, "container"):
                json.WriteStartObject("container");
                json.WriteString("type", "auto");
                WriteIds(json, "file_ids", code.Inputs?.OfType<HostedFileContent>().Select(static file => file.FileId));
                json.WriteEndObject();
                break;
            case HostedFileSearchTool files:
                WriteIds(json, "vector_store_ids", files.Inputs?.OfType<HostedVectorStoreContent>().Select(static store => store.VectorStoreId));
                if (files.MaximumResultCount is { } most)
                {
                    json.WriteNumber("max_num_results", most);
                }

                break;
            case HostedImageGenerationTool { Options: { } image }:
                WriteImage(json, image);
                break;
            case HostedMcpServerTool server:
                ResponsesMcp.WriteTool(json, server);
                break;
        }

        foreach (var (name, value) in tool.AdditionalProperties)
        {
            json.WritePropertyName(name);
            RequestBody.WriteValue(json, name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter json, AIFunctionDeclaration function, HostedToolSearchTool? search)
    {
        json.WriteString("name", function.Name);
        if (function.Description.Length > 0)
        {
            json.WriteString("description", function.Description);
        }

        json.WritePropertyName("parameters");
        function.JsonSchema.WriteTo(json);
        if (search is not null && search.DeferredTools?.Contains(function.Name) != false && !IsGiven(function, "defer_loading"))
        {
            json.WriteBoolean("defer_loading", true);
        }
    }

    private static void WriteImage(Utf8JsonWriter json, ImageGenerationOptions image)
    {
        if (image.ModelId is { } model)
        {
            json.WriteString("model", model);
        }

        if (image.ImageSize is { } size)
        {
            json.WriteString("size", FormattableString.Invariant($"{size.Width}x{size.Height}"));
        }

        if (image.MediaType is { } type)
        {
            json.WriteString("output_format", type[(type.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        }

        if (image.StreamingCount is { } count)
        {
            json.WriteNumber("partial_images", count);
        }

        RequestBody.WriteAll(json, image.AdditionalProperties);
    }

    private static void WriteIds(Utf8JsonWriter json, string name, IEnumerable<string>? ids)
    {
        if (ids is not null)
        {
            json.WriteStartArray(name);
            foreach (var id in ids)
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
        }
    }

    private static bool IsGiven(AITool tool, string name) => tool.AdditionalProperties.ContainsKey(name);

    private static string TypeOf(AITool tool) => tool switch
    {
        AIFunctionDeclaration => "function",
        HostedWebSearchTool => "web_search",
        HostedCodeInterpreterTool => "code_interpreter",
        HostedFileSearchTool => "file_search",
        HostedImageGenerationTool => "image_generation",
        HostedMcpServerTool => "mcp",
        HostedToolSearchTool => "tool_search",
        _ => throw new ArgumentException($"The Responses API knows no tool of type {tool.GetType()}. Declare it in OpenAI's own JSON: {nameof(ProviderTool)}.", nameof(tool)),
    };
}
