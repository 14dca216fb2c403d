using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Prompts;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Anthropic;

/// <summary>Writes tools and how they may be chosen.</summary>
internal static class ToolWriter
{
    // A newer version of a hosted tool is the caller's to choose: `type` among the tool's properties.
    private const string WebSearch = "web_search_20250305";
    private const string CodeExecution = "code_execution_20250825";

    /// <exception cref="NotSupportedException">The provider has no such tool.</exception>
    public static void Write(RequestBody body, ChatOptions options, JsonElement? markOfLast)
    {
        if (options.Tools is not { Count: > 0 } tools)
        {
            return;
        }

        if (!body.IsGiven("tools"))
        {
            body.Json.WriteStartArray("tools");
            for (var i = 0; i < tools.Count; i++)
            {
                Write(body.Json, tools[i], i == tools.Count - 1 ? markOfLast : null);
            }

            body.Json.WriteEndArray();
        }

        McpWriter.WriteServers(body, tools);
    }

    public static void WriteChoice(RequestBody body, ChatOptions options)
    {
        // Without tools there is nothing to choose, and the provider refuses a choice.
        var hasTools = options.Tools is { Count: > 0 } || body.IsGiven("tools");
        if (!hasTools || body.IsGiven("tool_choice") || (options.ToolMode is null && options.AllowMultipleToolCalls is null))
        {
            return;
        }

        var json = body.Json;
        json.WriteStartObject("tool_choice");
        var name = (options.ToolMode as RequiredChatToolMode)?.RequiredFunctionName;
        json.WriteString("type", options.ToolMode switch
        {
            NoneChatToolMode => "none",
            RequiredChatToolMode => name is null ? "any" : "tool",
            _ => "auto",
        });
        if (name is not null)
        {
            json.WriteString("name", name);
        }

        if (options.AllowMultipleToolCalls is { } several && options.ToolMode is not NoneChatToolMode)
        {
            json.WriteBoolean("disable_parallel_tool_use", !several);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AITool tool, JsonElement? mark)
    {
        json.WriteStartObject();
        switch (tool)
        {
            case AIFunctionDeclaration function: WriteFunction(json, function); break;
            case HostedWebSearchTool: WriteHosted(json, tool, WebSearch, "web_search"); break;
            case HostedCodeInterpreterTool: WriteHosted(json, tool, CodeExecution, "code_execution"); break;
            case HostedMcpServerTool server: McpWriter.WriteToolset(json, server); break;
            case ProviderTool { Declaration: var declaration }:
                foreach (var member in declaration.EnumerateObject())
                {
                    member.WriteTo(json);
                }

                mark = declaration.TryGetProperty(CacheBreakpoint.Property, out _) ? null : mark;
                break;
            default:
                throw new NotSupportedException($"Anthropic has no tool like a {tool.GetType().Name}. Declare what it has as a {nameof(ProviderTool)}.");
        }

        foreach (var (name, value) in tool.AdditionalProperties)
        {
            if (tool is AIFunctionDeclaration || name is not ("type" or "name"))
            {
                json.WritePropertyName(name);
                RequestBody.WriteValue(json, name, value);
            }
        }

        if (mark is { } breakpoint && !tool.AdditionalProperties.ContainsKey(CacheBreakpoint.Property))
        {
            json.WritePropertyName(CacheBreakpoint.Property);
            breakpoint.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter json, AIFunctionDeclaration function)
    {
        json.WriteString("name", function.Name);
        if (!string.IsNullOrEmpty(function.Description))
        {
            json.WriteString("description", function.Description);
        }

        json.WritePropertyName("input_schema");
        if (function.JsonSchema is { ValueKind: JsonValueKind.Object } schema && schema.EnumerateObject().Any())
        {
            schema.WriteTo(json);
        }
        else
        {
            json.WriteRawValue("""{"type":"object"}"""u8);
        }
    }

    private static void WriteHosted(Utf8JsonWriter json, AITool tool, string type, string name)
    {
        json.WriteString("type", tool.AdditionalProperties.GetValueOrDefault("type") as string ?? type);
        json.WriteString("name", tool.AdditionalProperties.GetValueOrDefault("name") as string ?? name);
    }
}
