using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestration.Models;

namespace Orchestration.Prompts;

/// <summary>Text as a JSON string.</summary>
internal static class JsonText
{
    public static JsonBytes Of(string text) => new(JsonSerializer.SerializeToUtf8Bytes(text, TextJson.Default.String));
}

[JsonSerializable(typeof(string))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class TextJson : JsonSerializerContext;
