using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Orchestration.WireCases.Protocols;

/// <summary>A recorded request as an application would say it.</summary>
internal static class GeminiConversation
{
    /// <param name="body">The recorded body, brought to its meaning.</param>
    /// <param name="model">The model of the path.</param>
    public static Conversation Read(JsonObject body, string model)
    {
        var options = new ChatOptions { AdditionalProperties = [] };
        var messages = new List<ChatMessage>();
        var parts = new GeminiPartsRead();
        foreach (var (name, value) in body)
        {
            switch (name)
            {
                case "contents":
                    messages.AddRange(value!.AsArray().Select(content => Message(content!.AsObject(), parts)));
                    break;
                case "systemInstruction" when value!["parts"] is JsonArray { Count: 1 } only && only[0] is JsonObject { Count: 1 } part && part["text"] is { } text:
                    options.Instructions = text.GetValue<string>();
                    break;
                case "systemInstruction":
                    messages.Insert(0, new ChatMessage(ChatRole.System, parts.Read(value!["parts"]!.AsArray())));
                    break;
                case "tools":
                    options.Tools = [.. value!.AsArray().SelectMany(static tool => GeminiToolsRead.Read(tool!.AsObject()))];
                    break;
                case "toolConfig":
                    ReadToolConfig(value!.DeepClone().AsObject(), options);
                    break;
                case "generationConfig":
                    GeminiConfigRead.Read(value!.DeepClone().AsObject(), options, model);
                    break;
                default:
                    options.AdditionalProperties[name] = value!.DeepClone();
                    break;
            }
        }

        return new Conversation(messages, options);
    }

    private static ChatMessage Message(JsonObject content, GeminiPartsRead parts)
    {
        var contents = parts.Read(content["parts"]!.AsArray());
        var role = (string?)content["role"] == "model" ? ChatRole.Assistant
            : contents.TrueForAll(static content => content is FunctionResultContent) ? ChatRole.Tool
            : ChatRole.User;
        var message = new ChatMessage(role, contents);
        foreach (var (name, value) in content)
        {
            if (name is not ("role" or "parts"))
            {
                (message.AdditionalProperties ??= [])[name] = value!.DeepClone();
            }
        }

        return message;
    }

    private static void ReadToolConfig(JsonObject config, ChatOptions options)
    {
        if (config["functionCallingConfig"] is JsonObject calling)
        {
            var names = calling["allowedFunctionNames"] as JsonArray;
            options.ToolMode = ((string?)calling["mode"], names) switch
            {
                ("AUTO", null) => ChatToolMode.Auto,
                ("NONE", null) => ChatToolMode.None,
                ("ANY", null) => ChatToolMode.RequireAny,
                ("ANY", { Count: 1 }) => ChatToolMode.RequireSpecific((string)names[0]!),
                _ => null,
            };
            if (options.ToolMode is not null)
            {
                calling.Remove("mode");
                calling.Remove("allowedFunctionNames");
            }

            if (calling.Count == 0)
            {
                config.Remove("functionCallingConfig");
            }
        }

        if (config.Count > 0)
        {
            options.AdditionalProperties!["toolConfig"] = JsonSerializer.SerializeToElement(config);
        }
    }
}
