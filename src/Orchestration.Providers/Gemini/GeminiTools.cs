using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Prompts;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>Writes the list of tools: the functions in one entry, each tool that Google runs in one of its own.</summary>
internal static class GeminiTools
{
    /// <summary>Whether images are asked for: a tool elsewhere, a kind of output here.</summary>
    public static bool MakesImages(IList<AITool>? tools) => tools?.Any(IsImageTool) == true;

    /// <exception cref="NotSupportedException">A tool is of a kind that Gemini does not have.</exception>
    public static void Write(Utf8JsonWriter json, IList<AITool>? tools)
    {
        if (tools is null || tools.All(IsImageTool))
        {
            return;
        }

        json.WriteStartArray("tools");
        var hasFunctions = false;
        foreach (var tool in tools)
        {
            if (tool is AIFunctionDeclaration)
            {
                if (!hasFunctions)
                {
                    WriteFunctions(json, tools.OfType<AIFunctionDeclaration>());
                }

                hasFunctions = true;
            }
            else if (tool is ProviderTool own)
            {
                own.Declaration.WriteTo(json);
            }
            else if (!IsImageTool(tool))
            {
                WriteHosted(json, tool);
            }
        }

        json.WriteEndArray();
    }

    private static bool IsImageTool(AITool tool) =>
#pragma warning disable MEAI001 // The type may still change; that it asks for images will not.
        tool is HostedImageGenerationTool;
#pragma warning restore MEAI001

    private static void WriteFunctions(Utf8JsonWriter json, IEnumerable<AIFunctionDeclaration> functions)
    {
        json.WriteStartObject();
        json.WriteStartArray("functionDeclarations");
        foreach (var function in functions)
        {
            json.WriteStartObject();
            json.WriteString("name", function.Name);
            if (!string.IsNullOrEmpty(function.Description))
            {
                json.WriteString("description", function.Description);
            }

            // A caller's own "parameters", in the words of OpenAPI, takes the schema's place: the API refuses both together.
            if (function.JsonSchema is { ValueKind: JsonValueKind.Object } schema && schema.EnumerateObject().Any()
                && !function.AdditionalProperties.ContainsKey("parameters") && !function.AdditionalProperties.ContainsKey("parametersJsonSchema"))
            {
                json.WritePropertyName("parametersJsonSchema");
                schema.WriteTo(json);
            }

            WriteOwn(json, function);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteHosted(Utf8JsonWriter json, AITool tool)
    {
        json.WriteStartObject();
        switch (tool)
        {
            case HostedWebSearchTool:
                json.WriteStartObject("googleSearch");
                WriteOwn(json, tool);
                json.WriteEndObject();
                break;
            case HostedCodeInterpreterTool:
                json.WriteStartObject("codeExecution");
                WriteOwn(json, tool);
                json.WriteEndObject();
                break;
            case HostedFileSearchTool search:
                WriteFileSearch(json, search);
                break;
            case HostedMcpServerTool server:
                WriteServer(json, server);
                break;
            default:
                throw new NotSupportedException($"Gemini has no tool of the kind {tool.GetType().Name} ('{tool.Name}'). Declare one of its own with {nameof(ProviderTool)}.");
        }

        json.WriteEndObject();
    }

    private static void WriteFileSearch(Utf8JsonWriter json, HostedFileSearchTool search)
    {
        json.WriteStartObject("fileSearch");
        json.WriteStartArray("fileSearchStoreNames");
        foreach (var store in search.Inputs?.OfType<HostedVectorStoreContent>() ?? [])
        {
            json.WriteStringValue(store.VectorStoreId);
        }

        json.WriteEndArray();
        if (search.MaximumResultCount is { } count)
        {
            json.WriteNumber("topK", count);
        }

        WriteOwn(json, search);
        json.WriteEndObject();
    }

    private static void WriteServer(Utf8JsonWriter json, HostedMcpServerTool server)
    {
        json.WriteStartArray("mcpServers");
        json.WriteStartObject();
        json.WriteString("name", server.ServerName);
        json.WriteStartObject("streamableHttpTransport");
        json.WriteString("url", server.ServerAddress);
        if (server.Headers is { Count: > 0 } headers)
        {
            json.WriteStartObject("headers");
            foreach (var (name, value) in headers)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        WriteOwn(json, server);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteOwn(Utf8JsonWriter json, AITool tool)
    {
        foreach (var (name, value) in tool.AdditionalProperties)
        {
            json.WritePropertyName(name);
            RequestBody.WriteValue(json, name, value);
        }
    }
}
