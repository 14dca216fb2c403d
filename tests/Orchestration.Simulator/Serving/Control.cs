using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Orchestration.Simulator.Serving;

/// <summary>What the server tells beside the protocols: its log, its models.</summary>
internal static class Control
{
    public static Task WriteRequestsAsync(HttpContext context, Play play)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, play.Log.Snapshot(), SimulatorJson.Options, context.RequestAborted);
    }

    /// <summary>The models of the script as Ollama lists them.</summary>
    public static Task WriteTagsAsync(HttpContext context, Play play) => WriteAsync(context, json =>
    {
        json.WriteStartArray("models");
        foreach (var model in NamesOf(play))
        {
            json.WriteStartObject();
            json.WriteString("name", model);
            json.WriteString("model", model);
            json.WriteString("modified_at", "2026-01-01T00:00:00Z");
            json.WriteNumber("size", 815_319_791);
            json.WriteString("digest", new string('0', 64));
            json.WriteStartObject("details");
            json.WriteString("format", "gguf");
            json.WriteString("family", "simulated");
            json.WriteString("parameter_size", "1B");
            json.WriteString("quantization_level", "Q4_K_M");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>The models of the script as OpenAI lists them.</summary>
    public static Task WriteModelsAsync(HttpContext context, Play play) => WriteAsync(context, json =>
    {
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var model in NamesOf(play))
        {
            json.WriteStartObject();
            json.WriteString("id", model);
            json.WriteString("object", "model");
            json.WriteNumber("created", 1_767_225_600);
            json.WriteString("owned_by", "simulator");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>No protocol has this path.</summary>
    public static Task WriteUnknownAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return WriteAsync(context, json =>
        {
            json.WriteStartObject("error");
            json.WriteString("message", $"Invalid URL ({context.Request.Method} {context.Request.Path})");
            json.WriteString("type", "invalid_request_error");
            json.WriteNull("param");
            json.WriteNull("code");
            json.WriteEndObject();
        });
    }

    private static IEnumerable<string> NamesOf(Play play) => play.Script.Models.Select(static script => script.Model).Where(static name => !name.EndsWith('*'));

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> properties)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        properties(json);
        json.WriteEndObject();
    }
}
