using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Declares servers of the Model Context Protocol that OpenAI calls, and answers what it asks before it does.</summary>
internal static class ResponsesMcp
{
    public static void WriteTool(Utf8JsonWriter json, HostedMcpServerTool server)
    {
        json.WriteString("server_label", server.ServerName);
        json.WriteString(Uri.TryCreate(server.ServerAddress, UriKind.Absolute, out _) ? "server_url" : "connector_id", server.ServerAddress);
        if (server.ServerDescription is { } description)
        {
            json.WriteString("server_description", description);
        }

        if (server.AllowedTools is { } allowed)
        {
            WriteNames(json, "allowed_tools", allowed);
        }

        if (server.Headers is { Count: > 0 } headers)
        {
            json.WriteStartObject("headers");
            foreach (var (name, value) in headers)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        switch (server.ApprovalMode)
        {
            case HostedMcpServerToolAlwaysRequireApprovalMode:
                json.WriteString("require_approval", "always");
                break;
            case HostedMcpServerToolNeverRequireApprovalMode:
                json.WriteString("require_approval", "never");
                break;
            case HostedMcpServerToolRequireSpecificApprovalMode some:
                json.WriteStartObject("require_approval");
                WriteNamed(json, "always", some.AlwaysRequireApprovalToolNames);
                WriteNamed(json, "never", some.NeverRequireApprovalToolNames);
                json.WriteEndObject();
                break;
        }
    }

    public static void WriteApproval(Utf8JsonWriter json, ToolApprovalResponseContent approval)
    {
        json.WriteStartObject();
        json.WriteString("type", "mcp_approval_response");
        json.WriteString("approval_request_id", approval.RequestId);
        json.WriteBoolean("approve", approval.Approved);
        if (approval.Reason is { } reason)
        {
            json.WriteString("reason", reason);
        }

        RequestBody.WriteAll(json, approval.AdditionalProperties);
        json.WriteEndObject();
    }

    private static void WriteNamed(Utf8JsonWriter json, string when, IList<string>? names)
    {
        if (names is { Count: > 0 })
        {
            json.WriteStartObject(when);
            WriteNames(json, "tool_names", names);
            json.WriteEndObject();
        }
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IList<string> names)
    {
        json.WriteStartArray(name);
        foreach (var value in names)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
