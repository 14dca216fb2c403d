using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.Prompts;

/// <summary>Writes messages and their contents.</summary>
/// <remarks>
/// Left out because no model is sent them: ids and times of messages, raw representations, exceptions (their message is in the result), usage.
/// </remarks>
internal static class CanonicalContents
{
    /// <summary>Attachments above this many bytes are written as their SHA-256, so that the audit log does not hold them.</summary>
    public const int MaxInlineData = 32 * 1024;

    public static void Write(CanonicalOutput output, ChatMessage message)
    {
        if (message.GetType() != typeof(ChatMessage))
        {
            output.MarkInexact($"a message of type {message.GetType()} has no canonical form");
        }

        output.Json.StartObject();
        output.Member("role"u8, message.Role.Value);
        output.Member("author"u8, message.AuthorName);
        WriteAll(output, "contents"u8, message.Contents, 0);
        output.Value("extra"u8, message.AdditionalProperties);
        output.Json.EndObject();
    }

    public static void Write(CanonicalOutput output, AIContent content, int depth)
    {
        if (content.GetType().Assembly != typeof(AIContent).Assembly || depth > CanonicalOutput.MaxDepth)
        {
            output.Unrepresentable(content);
            return;
        }

        var json = output.Json;
        json.StartObject();
        switch (content)
        {
            case TextContent text:
                output.PromptText("text"u8, text.Text);
                break;
            case TextReasoningContent reasoning:
                Type(output, "reasoning");
                output.Member("text"u8, reasoning.Text);
                output.Member("protected"u8, reasoning.ProtectedData);
                break;
            case DataContent data:
                Type(output, "data");
                WriteData(output, data);
                break;
            case UriContent uri:
                Type(output, "uri");
                output.Member("uri"u8, uri.Uri.OriginalString);
                output.Member("media_type"u8, uri.MediaType);
                break;
            case ErrorContent error:
                Type(output, "error");
                output.Member("message"u8, error.Message);
                output.Member("code"u8, error.ErrorCode);
                output.Member("details"u8, error.Details);
                break;
            case HostedFileContent file:
                Type(output, "hosted_file");
                WriteFile(output, file);
                break;
            case HostedVectorStoreContent store:
                Type(output, "hosted_vector_store");
                output.Member("id"u8, store.VectorStoreId);
                break;
            case ToolCallContent call:
                WriteCall(output, call, depth);
                break;
            case ToolResultContent result:
                WriteResult(output, result, depth);
                break;
            case InputRequestContent request:
                WriteRequest(output, request, depth);
                break;
            case InputResponseContent response:
                WriteResponse(output, response, depth);
                break;
            case { RawRepresentation: JsonElement raw } when content.GetType() == typeof(AIContent):
                // A piece of a provider's own, which its adapter sends back as it stands.
                Type(output, "raw");
                output.Value("raw"u8, raw);
                break;
            default:
                // A bare content has nothing but its raw representation, and a type of a later version has members we do not know.
                output.MarkInexact($"a content of type {content.GetType()} has no canonical form");
                Type(output, content.GetType().Name);
                break;
        }

        WriteAnnotations(output, content.Annotations);
        output.Value("extra"u8, content.AdditionalProperties);
        json.EndObject();
    }

    private static void Type(CanonicalOutput output, string type) => output.Member("type"u8, type);

    private static void WriteAll(CanonicalOutput output, ReadOnlySpan<byte> name, IList<AIContent>? contents, int depth)
    {
        if (contents is { Count: > 0 })
        {
            output.Json.Name(name);
            output.Json.StartArray();
            for (var i = 0; i < contents.Count; i++)
            {
                if (contents[i] is not UsageContent)
                {
                    Write(output, contents[i], depth + 1);
                }
            }

            output.Json.EndArray();
        }
    }

    private static void WriteData(CanonicalOutput output, DataContent data)
    {
        output.Member("media_type"u8, data.MediaType);
        output.Member("name"u8, data.Name);
        if (data.Data.Length <= MaxInlineData)
        {
            output.Json.Name("data"u8);
            output.Json.Base64(data.Data.Span);
        }
        else
        {
            output.Member<int>("bytes"u8, data.Data.Length);
            output.Member("sha256"u8, Convert.ToHexStringLower(SHA256.HashData(data.Data.Span)));
        }
    }

    private static void WriteFile(CanonicalOutput output, HostedFileContent file)
    {
        output.Member("id"u8, file.FileId);
        output.Member("media_type"u8, file.MediaType);
        output.Member("name"u8, file.Name);
#pragma warning disable MEAI001 // The properties may still change, but what they hold now belongs to the request.
        output.Member("purpose"u8, file.Purpose);
        output.Member("scope"u8, file.Scope);
#pragma warning restore MEAI001
    }

    private static void WriteCall(CanonicalOutput output, ToolCallContent call, int depth)
    {
        switch (call)
        {
            case FunctionCallContent function:
                Type(output, "function_call");
                output.Member("name"u8, function.Name);
                output.Value("arguments"u8, function.Arguments);
                output.Member("informational"u8, function.InformationalOnly ? true : null);
                break;
            case McpServerToolCallContent mcp:
                Type(output, "mcp_call");
                output.Member("name"u8, mcp.Name);
                output.Member("server"u8, mcp.ServerName);
                output.Value("arguments"u8, mcp.Arguments);
                break;
            case CodeInterpreterToolCallContent code:
                Type(output, "code_call");
                WriteAll(output, "inputs"u8, code.Inputs, depth);
                break;
            case WebSearchToolCallContent search:
                Type(output, "web_search_call");
                output.Member("queries"u8, search.Queries);
                break;
            case ImageGenerationToolCallContent:
                Type(output, "image_call");
                break;
            default:
                Type(output, "call");
                MarkUnlessExactly<ToolCallContent>(output, call);
                break;
        }

        output.Member("call_id"u8, call.CallId);
    }

    private static void WriteResult(CanonicalOutput output, ToolResultContent result, int depth)
    {
        switch (result)
        {
            case FunctionResultContent function:
                Type(output, "function_result");
                output.Value("result"u8, function.Result);
                break;
            case McpServerToolResultContent mcp:
                Type(output, "mcp_result");
                WriteAll(output, "outputs"u8, mcp.Outputs, depth);
                break;
            case CodeInterpreterToolResultContent code:
                Type(output, "code_result");
                WriteAll(output, "outputs"u8, code.Outputs, depth);
                break;
            case WebSearchToolResultContent search:
                Type(output, "web_search_result");
                WriteAll(output, "outputs"u8, search.Outputs, depth);
                break;
            case ImageGenerationToolResultContent image:
                Type(output, "image_result");
                WriteAll(output, "outputs"u8, image.Outputs, depth);
                break;
            default:
                Type(output, "result");
                MarkUnlessExactly<ToolResultContent>(output, result);
                break;
        }

        output.Member("call_id"u8, result.CallId);
    }

    private static void WriteRequest(CanonicalOutput output, InputRequestContent request, int depth)
    {
        Type(output, request is ToolApprovalRequestContent ? "approval_request" : "input_request");
        output.Member("request_id"u8, request.RequestId);
        if (request is ToolApprovalRequestContent approval)
        {
            output.Json.Name("call"u8);
            Write(output, approval.ToolCall, depth + 1);
#pragma warning disable MEAI001 // The property may still change, but what it holds now belongs to the request.
            output.Member("confirm"u8, approval.RequiresConfirmation);
#pragma warning restore MEAI001
        }
        else
        {
            MarkUnlessExactly<InputRequestContent>(output, request);
        }
    }

    private static void WriteResponse(CanonicalOutput output, InputResponseContent response, int depth)
    {
        Type(output, response is ToolApprovalResponseContent ? "approval_response" : "input_response");
        output.Member("request_id"u8, response.RequestId);
        if (response is ToolApprovalResponseContent approval)
        {
            output.Member("approved"u8, approval.Approved);
            output.Member("reason"u8, approval.Reason);
            output.Json.Name("call"u8);
            Write(output, approval.ToolCall, depth + 1);
        }
        else
        {
            MarkUnlessExactly<InputResponseContent>(output, response);
        }
    }

    private static void WriteAnnotations(CanonicalOutput output, IList<AIAnnotation>? annotations)
    {
        if (annotations is not { Count: > 0 })
        {
            return;
        }

        output.Json.Name("annotations"u8);
        output.Json.StartArray();
        foreach (var annotation in annotations)
        {
            output.Json.StartObject();
            if (annotation is CitationAnnotation citation)
            {
                output.Member("title"u8, citation.Title);
                output.Member("url"u8, citation.Url?.OriginalString);
                output.Member("file"u8, citation.FileId);
                output.Member("tool"u8, citation.ToolName);
                output.Member("snippet"u8, citation.Snippet);
            }

            if (annotation.GetType() != typeof(CitationAnnotation) || annotation.AnnotatedRegions is { Count: > 0 })
            {
                output.MarkInexact($"an annotation of type {annotation.GetType()} has no canonical form");
            }

            output.Value("extra"u8, annotation.AdditionalProperties);
            output.Json.EndObject();
        }

        output.Json.EndArray();
    }

    private static void MarkUnlessExactly<T>(CanonicalOutput output, AIContent content)
    {
        if (content.GetType() != typeof(T))
        {
            output.MarkInexact($"a content of type {content.GetType()} has no canonical form");
        }
    }
}
