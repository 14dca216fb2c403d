using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Orchestration.Prompts;

/// <summary>Writes the options of a request. An option at its default is not written.</summary>
/// <remarks>Left out: <see cref="ChatOptions.ModelId"/>, since the model is a field of its own wherever a request is recorded or hashed.</remarks>
internal static class CanonicalOptions
{
    public static void Write(CanonicalOutput output, ChatOptions? options)
    {
        if (options is null)
        {
            return;
        }

        MarkWhatCannotBeSaid(output, options);
        output.PromptText("instructions"u8, options.Instructions);
        output.Member("temperature"u8, options.Temperature);
        output.Member("top_p"u8, options.TopP);
        output.Member<int>("top_k"u8, options.TopK);
        output.Member<int>("max_output_tokens"u8, options.MaxOutputTokens);
        output.Member("stop"u8, options.StopSequences);
        output.Member<long>("seed"u8, options.Seed);
        output.Member("frequency_penalty"u8, options.FrequencyPenalty);
        output.Member("presence_penalty"u8, options.PresencePenalty);
        output.Member("reasoning_effort"u8, options.Reasoning?.Effort?.ToString());
        output.Member("reasoning_output"u8, options.Reasoning?.Output?.ToString());
        WriteFormat(output, options.ResponseFormat);
        WriteTools(output, options.Tools);
        WriteToolMode(output, options.ToolMode);
        output.Member("multiple_tool_calls"u8, options.AllowMultipleToolCalls);
        output.Member("background"u8, options.AllowBackgroundResponses is true ? true : null);
        output.Member("conversation"u8, options.ConversationId);
        output.Value("extra"u8, options.AdditionalProperties);
    }

    private static void MarkWhatCannotBeSaid(CanonicalOutput output, ChatOptions options)
    {
        if (options.GetType() != typeof(ChatOptions))
        {
            output.MarkInexact($"options of type {options.GetType()} have no canonical form");
        }

        if (options.RawRepresentationFactory is not null)
        {
            output.MarkInexact("a factory of the provider's own request has no canonical form");
        }

        if (options.ConversationId is not null)
        {
            output.MarkInexact("the provider holds the earlier messages of the conversation");
        }

        if (options.ContinuationToken is not null)
        {
            output.MarkInexact("the request continues an answer that the provider holds");
        }
    }

    private static void WriteFormat(CanonicalOutput output, ChatResponseFormat? format)
    {
        switch (format)
        {
            case null:
                break;
            case ChatResponseFormatText:
                output.Member("format"u8, "text");
                break;
            case ChatResponseFormatJson json:
                output.Json.Name("format"u8);
                output.Json.StartObject();
                output.Member("name"u8, json.SchemaName);
                output.Member("description"u8, json.SchemaDescription);
                output.Value("schema"u8, json.Schema);
                output.Json.EndObject();
                break;
            default:
                output.Value("format"u8, format);
                break;
        }
    }

    private static void WriteToolMode(CanonicalOutput output, ChatToolMode? mode)
    {
        switch (mode)
        {
            case null or AutoChatToolMode: // An absent mode is documented to mean this one.
                break;
            case NoneChatToolMode:
                output.Member("tool_mode"u8, "none");
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                output.Member("required_tool"u8, name);
                break;
            case RequiredChatToolMode:
                output.Member("tool_mode"u8, "required");
                break;
            default:
                output.Value("tool_mode"u8, mode);
                break;
        }
    }

    private static void WriteTools(CanonicalOutput output, IList<AITool>? tools)
    {
        if (tools is not { Count: > 0 })
        {
            return;
        }

        output.Json.Name("tools"u8);
        output.Json.StartArray();
        foreach (var tool in tools)
        {
            WriteTool(output, tool);
        }

        output.Json.EndArray();
    }

    private static void WriteTool(CanonicalOutput output, AITool tool)
    {
        output.Json.StartObject();
        output.Member("name"u8, tool.Name);
        output.Member("description"u8, tool.Description is "" ? null : tool.Description);
        switch (tool)
        {
            case AIFunctionDeclaration function:
                output.Value("parameters"u8, function.JsonSchema);
                output.Value("returns"u8, function.ReturnJsonSchema);
                break;
            case HostedWebSearchTool:
                output.Member("type"u8, "web_search");
                break;
            case HostedCodeInterpreterTool code:
                output.Member("type"u8, "code_interpreter");
                output.Value("inputs"u8, code.Inputs);
                break;
            case HostedFileSearchTool search:
                output.Member("type"u8, "file_search");
                output.Value("inputs"u8, search.Inputs);
                output.Member<int>("max_results"u8, search.MaximumResultCount);
                break;
            case HostedImageGenerationTool { Options: null }:
                output.Member("type"u8, "image_generation");
                break;
            case HostedMcpServerTool mcp:
                output.Member("type"u8, "mcp");
                WriteMcp(output, mcp);
                break;
            case ProviderTool provider:
                output.Member("type"u8, "provider");
                output.Value("declaration"u8, provider.Declaration);
                break;
            default:
                output.MarkInexact($"a tool of type {tool.GetType()} has no canonical form");
                output.Member("type"u8, tool.GetType().FullName);
                break;
        }

        output.Value("extra"u8, tool.AdditionalProperties);
        output.Json.EndObject();
    }

    private static void WriteMcp(CanonicalOutput output, HostedMcpServerTool mcp)
    {
        output.Member("server"u8, mcp.ServerName);
        output.Member("address"u8, mcp.ServerAddress);
        output.Member("server_description"u8, mcp.ServerDescription);
        output.Member("allowed"u8, mcp.AllowedTools);
        switch (mcp.ApprovalMode)
        {
            case null:
                break;
            case HostedMcpServerToolAlwaysRequireApprovalMode:
                output.Member("approval"u8, "always");
                break;
            case HostedMcpServerToolNeverRequireApprovalMode:
                output.Member("approval"u8, "never");
                break;
            case HostedMcpServerToolRequireSpecificApprovalMode specific:
                output.Member("approval_always"u8, specific.AlwaysRequireApprovalToolNames);
                output.Member("approval_never"u8, specific.NeverRequireApprovalToolNames);
                break;
            default:
                output.Value("approval"u8, mcp.ApprovalMode);
                break;
        }

        // Headers carry credentials: they are told apart by their hash and never written.
        output.Value("headers_sha256"u8, mcp.Headers?.ToDictionary(
            static header => header.Key,
            static header => (object?)Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(header.Value)))));
    }
}
