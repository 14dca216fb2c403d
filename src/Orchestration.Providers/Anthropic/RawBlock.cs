using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Anthropic;

/// <summary>A block of a kind without a class, such as a server tool's call: put together by the rule that all deltas keep, and kept as JSON.</summary>
internal sealed class RawBlock(JsonElement block) : OpenBlock
{
    private readonly JsonElement _block = block.Clone();
    private readonly StringBuilder _input = new();
    private JsonObject? _changed;

    public override AIContent? Add(JsonElement delta)
    {
        _input.Append(delta.Text("partial_json"));
        foreach (var member in delta.EnumerateObject())
        {
            if (member.Name is not ("type" or "partial_json") && member.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            {
                Append(member);
            }
        }

        return null;
    }

    public override AIContent? End()
    {
        if (_input.Length > 0 && Parsed(_input.ToString()) is { } input)
        {
            Changed()["input"] = input;
        }

        return new AIContent { RawRepresentation = _changed is null ? _block : Json(_changed) };
    }

    private void Append(JsonProperty member)
    {
        var whole = Changed();
        if (member.Name == "citation")
        {
            if (whole["citations"] is not JsonArray citations)
            {
                whole["citations"] = citations = [];
            }

            citations.Add(JsonNode.Parse(member.Value.GetRawText()));
        }
        else if (member.Value.ValueKind == JsonValueKind.String)
        {
            var soFar = whole[member.Name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : string.Empty;
            whole[member.Name] = soFar + member.Value.GetString();
        }
        else
        {
            whole[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }
    }

    private JsonObject Changed() => _changed ??= JsonObject.Create(_block.Clone())!;

    /// <summary>Nothing when the stream broke within it.</summary>
    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement Json(JsonObject members)
    {
        using var json = JsonDocument.Parse(members.ToJsonString());
        return json.RootElement.Clone();
    }
}
