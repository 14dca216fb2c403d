using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Prompts;

namespace Orchestration.WireCases.Protocols;

/// <summary>Says recorded tools, and the choice among them, as an application would.</summary>
internal static class AnthropicTools
{
    public static AITool Tool(JsonElement tool)
    {
        var type = AnthropicConversation.Text(tool, "type");
        return type switch
        {
            null or "custom" => new Declaration(tool, Members(tool, "type", "name", "description", "input_schema")),
            _ when type.StartsWith("web_search_", StringComparison.Ordinal) => new HostedWebSearchTool(Members(tool)),
            _ when type.StartsWith("code_execution_", StringComparison.Ordinal) => new HostedCodeInterpreterTool(Members(tool)),
            _ => new ProviderTool(tool),
        };
    }

    public static void Choose(ChatOptions options, JsonElement? choice)
    {
        if (choice is not { } said)
        {
            return;
        }

        options.ToolMode = AnthropicConversation.Text(said, "type") switch
        {
            "none" => ChatToolMode.None,
            "any" => ChatToolMode.RequireAny,
            "tool" => ChatToolMode.RequireSpecific(said.GetProperty("name").GetString()!),
            _ => ChatToolMode.Auto,
        };
        options.AllowMultipleToolCalls = AnthropicConversation.Member(said, "disable_parallel_tool_use") is { } single ? !single.GetBoolean() : null;
    }

    private static Dictionary<string, object?> Members(JsonElement tool, params string[] except) =>
        tool.EnumerateObject().Where(member => !except.Contains(member.Name))
            .ToDictionary(static member => member.Name, static member => member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : (object?)member.Value);

    private sealed class Declaration(JsonElement tool, Dictionary<string, object?> properties) : AIFunctionDeclaration
    {
        public override string Name => tool.GetProperty("name").GetString()!;

        public override string Description => AnthropicConversation.Text(tool, "description") ?? string.Empty;

        public override JsonElement JsonSchema => tool.GetProperty("input_schema");

        public override IReadOnlyDictionary<string, object?> AdditionalProperties => properties;
    }
}
