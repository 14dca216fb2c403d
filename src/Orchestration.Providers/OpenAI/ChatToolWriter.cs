using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Writes the tools of a Chat Completions request, and which of them is to be used.</summary>
internal static class ChatToolWriter
{
    public static void Write(RequestBody body, ChatOptions options)
    {
        if (options.Tools is not { Count: > 0 } tools)
        {
            return;
        }

        var listed = tools.Where(static tool => tool is not HostedWebSearchTool).ToList();
        if (listed.Count > 0 && !body.IsGiven("tools"))
        {
            body.Json.WriteStartArray("tools");
            foreach (var tool in listed)
            {
                Tool(body.Json, tool);
            }

            body.Json.WriteEndArray();
        }

        if (listed.Count < tools.Count && !body.IsGiven("web_search_options"))
        {
            // The search is no tool here, but an ability of the model that is switched on.
            body.Json.WriteStartObject("web_search_options");
            Extras(body.Json, tools.First(static tool => tool is HostedWebSearchTool), static _ => true);
            body.Json.WriteEndObject();
        }

        if (listed.Count > 0)
        {
            Choice(body, options.ToolMode);
            body.Field("parallel_tool_calls", options.AllowMultipleToolCalls);
        }
    }

    private static void Tool(Utf8JsonWriter json, AITool tool)
    {
        switch (tool)
        {
            case ProviderTool raw:
                raw.Declaration.WriteTo(json);
                break;
            case AIFunctionDeclaration function:
                json.WriteStartObject();
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", function.Name);
                if (function.Description is { Length: > 0 } description)
                {
                    json.WriteString("description", description);
                }

                json.WritePropertyName("parameters");
                function.JsonSchema.WriteTo(json);
                Extras(json, function, static name => name == "strict");
                json.WriteEndObject();
                Extras(json, function, static name => name != "strict");
                json.WriteEndObject();
                break;
            default:
                throw new ModelCallException(FailureReason.InvalidRequest, $"Chat Completions has no tool '{tool.Name}'. A tool of the provider's own can be given as a {nameof(ProviderTool)}.");
        }
    }

    private static void Choice(RequestBody body, ChatToolMode? mode)
    {
        if (mode is RequiredChatToolMode { RequiredFunctionName: { } name })
        {
            if (!body.IsGiven("tool_choice"))
            {
                body.Json.WriteStartObject("tool_choice");
                body.Json.WriteString("type", "function");
                body.Json.WriteStartObject("function");
                body.Json.WriteString("name", name);
                body.Json.WriteEndObject();
                body.Json.WriteEndObject();
            }

            return;
        }

        body.Field("tool_choice", mode switch
        {
            AutoChatToolMode => "auto",
            NoneChatToolMode => "none",
            RequiredChatToolMode => "required",
            _ => null,
        });
    }

    private static void Extras(Utf8JsonWriter json, AITool tool, Func<string, bool> isHere)
    {
        foreach (var (name, value) in tool.AdditionalProperties)
        {
            if (isHere(name))
            {
                json.WritePropertyName(name);
                RequestBody.WriteValue(json, name, value);
            }
        }
    }
}
