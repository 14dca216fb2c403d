using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Prompts;

namespace Orchestration.WireCases.Protocols;

/// <summary>Recorded tools as an application declares them.</summary>
internal static class GeminiToolsRead
{
    public static IEnumerable<AITool> Read(JsonObject tool)
    {
        var (name, value) = tool.First();
        return name switch
        {
            "functionDeclarations" => value!.AsArray().Select(static function => (AITool)new Function(function!.AsObject())),
            "googleSearch" => [new HostedWebSearchTool(Properties(value))],
            "codeExecution" => [new HostedCodeInterpreterTool(Properties(value))],
            "fileSearch" when value!["fileSearchStoreNames"] is JsonArray stores => [FileSearch(value.AsObject(), stores)],
            "mcpServers" when value is JsonArray { Count: 1 } servers && servers[0]!["streamableHttpTransport"]?["url"] is { } url => [Server(servers[0]!.AsObject(), (string)url!)],
            _ => [new ProviderTool(JsonSerializer.SerializeToElement(tool))],
        };
    }

    private static HostedFileSearchTool FileSearch(JsonObject search, JsonArray stores) => new(Properties(search, "fileSearchStoreNames", "topK"))
    {
        Inputs = [.. stores.Select(static store => new HostedVectorStoreContent((string)store!))],
        MaximumResultCount = (int?)search["topK"],
    };

    private static HostedMcpServerTool Server(JsonObject server, string url)
    {
        var transport = server["streamableHttpTransport"]!.AsObject();
        return new HostedMcpServerTool((string)server["name"]!, url, Properties(transport, "url", "headers"))
        {
            Headers = (transport["headers"] as JsonObject)?.ToDictionary(static header => header.Key, static header => (string)header.Value!),
        };
    }

    private static Dictionary<string, object?> Properties(JsonNode? value, params string[] except) =>
        (value as JsonObject ?? []).Where(member => !except.Contains(member.Key)).ToDictionary(static member => member.Key, static member => (object?)member.Value?.DeepClone());

    private sealed class Function(JsonObject declaration) : AIFunctionDeclaration
    {
        public override string Name => (string)declaration["name"]!;

        public override string Description => (string?)declaration["description"] ?? string.Empty;

        public override JsonElement JsonSchema { get; } = JsonSerializer.SerializeToElement(declaration["parametersJsonSchema"] ?? new JsonObject());

        public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; } = Properties(declaration, "name", "description", "parametersJsonSchema");
    }
}
