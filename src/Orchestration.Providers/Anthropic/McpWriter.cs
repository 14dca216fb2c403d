using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Anthropic;

/// <summary>Writes MCP servers that the provider calls itself: their addresses apart from the sets of tools that they offer. Source: https://docs.anthropic.com/en/docs/agents-and-tools/mcp-connector, 2026.</summary>
internal static class McpWriter
{
    public static void WriteServers(RequestBody body, IList<AITool> tools)
    {
        if (body.IsGiven("mcp_servers") || !tools.Any(static tool => tool is HostedMcpServerTool))
        {
            return;
        }

        var json = body.Json;
        json.WriteStartArray("mcp_servers");
        foreach (var server in tools.OfType<HostedMcpServerTool>())
        {
            json.WriteStartObject();
            json.WriteString("type", "url");
            json.WriteString("url", server.ServerAddress);
            json.WriteString("name", server.ServerName);
            if (Token(server) is { } token)
            {
                json.WriteString("authorization_token", token);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the members of a server's entry among the tools.</summary>
    /// <exception cref="NotSupportedException">Calls are to be approved first: the provider does not ask.</exception>
    public static void WriteToolset(Utf8JsonWriter json, HostedMcpServerTool server)
    {
        if (server.ApprovalMode is not (null or HostedMcpServerToolNeverRequireApprovalMode))
        {
            throw new NotSupportedException($"Anthropic calls the tools of '{server.ServerName}' without asking. Set its approval mode to 'never', or offer the tools as functions.");
        }

        json.WriteString("type", "mcp_toolset");
        json.WriteString("mcp_server_name", server.ServerName);
        if (server.AllowedTools is { } allowed)
        {
            json.WriteStartObject("default_config");
            json.WriteBoolean("enabled", false);
            json.WriteEndObject();
            json.WriteStartObject("configs");
            foreach (var name in allowed)
            {
                json.WriteStartObject(name);
                json.WriteBoolean("enabled", true);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }
    }

    private static string? Token(HostedMcpServerTool server)
    {
        foreach (var (name, value) in server.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            {
                return value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value["Bearer ".Length..] : value;
            }
        }

        return null;
    }
}
