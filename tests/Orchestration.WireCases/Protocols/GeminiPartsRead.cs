using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Orchestration.WireCases.Protocols;

/// <summary>Recorded parts as contents. Used for one conversation, from its first turn to its last.</summary>
internal sealed class GeminiPartsRead
{
    private readonly List<(string Id, string Name)> _calls = [];
    private int _made;
    private string? _code;

    public List<AIContent> Read(JsonArray parts) => [.. parts.Select(part => Read(part!.AsObject()))];

    private AIContent Read(JsonObject part)
    {
        // A part is of the kind of the one member that is neither mark nor signature.
        var kind = part.Select(static member => member.Key).FirstOrDefault(static name => name is "text" or "functionCall" or "functionResponse" or "inlineData" or "fileData" or "executableCode" or "codeExecutionResult");
        var content = (bool?)part["thought"] == true && (kind == "text" || (kind is null && part.ContainsKey("thoughtSignature")))
            ? new TextReasoningContent((string?)part["text"] ?? string.Empty) { ProtectedData = (string?)part["thoughtSignature"] }
            : kind is null ? null : Read(kind, part[kind]!);
        if (content is null)
        {
            return new AIContent { RawRepresentation = JsonSerializer.SerializeToElement(part) };
        }

        foreach (var (name, value) in part)
        {
            if (name != kind && !(content is TextReasoningContent && name is ("thought" or "thoughtSignature")))
            {
                (content.AdditionalProperties ??= [])[name] = value!.DeepClone();
            }
        }

        return content;
    }

    private AIContent? Read(string kind, JsonNode value) => kind switch
    {
        "text" => new TextContent((string)value!),
        "functionCall" => Call(value.AsObject()),
        "functionResponse" => Result(value.AsObject()),
        "inlineData" => Data(value),
        "fileData" => File(value),
        "executableCode" => new CodeInterpreterToolCallContent(_code = (string?)value["id"] ?? MakeUpId())
        {
            Inputs = [new DataContent(Encoding.UTF8.GetBytes((string)value["code"]!), "text/x-python")],
        },
        _ => new CodeInterpreterToolResultContent((string?)value["id"] ?? _code ?? MakeUpId())
        {
            Outputs = [(string?)value["outcome"] == "OUTCOME_OK" ? new TextContent((string?)value["output"]) : new ErrorContent((string?)value["output"] ?? string.Empty) { ErrorCode = (string?)value["outcome"] }],
        },
    };

    private FunctionCallContent? Call(JsonObject call)
    {
        if (call.Any(static member => member.Key is not ("id" or "name" or "args")) || call["name"] is null || call["args"] is not (null or JsonObject))
        {
            return null;
        }

        var (id, name) = ((string?)call["id"] ?? MakeUpId(), (string)call["name"]!);
        _calls.Add((id, name));
        return new FunctionCallContent(id, name, (call["args"] as JsonObject ?? []).ToDictionary(static argument => argument.Key, static argument => (object?)JsonSerializer.SerializeToElement(argument.Value)));
    }

    private FunctionResultContent? Result(JsonObject response)
    {
        if (response.Any(static member => member.Key is not ("id" or "name" or "response" or "parts")) || response["name"] is null || response["response"] is not (null or JsonObject))
        {
            return null;
        }

        var (id, name, answer) = ((string?)response["id"], (string)response["name"]!, response["response"] as JsonObject ?? []);
        var call = _calls.FindIndex(call => id is null ? call.Name == name : call.Id == id);
        id ??= call < 0 ? name : _calls[call].Id;
        if (call >= 0)
        {
            _calls.RemoveAt(call);
        }

        var only = answer.Count == 1 ? answer.First() : default;
        if (response["parts"] is JsonArray files)
        {
            List<AIContent> contents = only.Key == "output" ? [new TextContent((string)only.Value!)] : [];
            return new FunctionResultContent(id, (List<AIContent>)[.. contents, .. Read(files)]);
        }

        return only switch
        {
            ("output", JsonValue value) when value.GetValueKind() == JsonValueKind.String => new FunctionResultContent(id, value.GetValue<string>()),
            ("output", { } value) and not (_, JsonObject) => new FunctionResultContent(id, JsonSerializer.SerializeToElement(value)),
            ("error", JsonValue value) when value.GetValueKind() == JsonValueKind.String => new FunctionResultContent(id, null) { Exception = new InvalidOperationException(value.GetValue<string>()) },
            _ => new FunctionResultContent(id, JsonSerializer.SerializeToElement(answer)),
        };
    }

    private static DataContent? Data(JsonNode data)
    {
        var bytes = new byte[((string?)data["data"])?.Length ?? 0];
        return Convert.TryFromBase64String((string?)data["data"] ?? string.Empty, bytes, out var length) && (string?)data["mimeType"] is { } type && data.AsObject().Count == 2
            ? new DataContent(bytes.AsMemory(0, length), type)
            : null;
    }

    private static AIContent? File(JsonNode file)
    {
        var (address, type) = ((string?)file["fileUri"], (string?)file["mimeType"]);
        return address is null || file.AsObject().Any(static member => member.Key is not ("fileUri" or "mimeType")) ? null
            : type is null || address.Contains("/files/", StringComparison.Ordinal) || !Uri.IsWellFormedUriString(address, UriKind.Absolute) ? new HostedFileContent(address) { MediaType = type }
            : new UriContent(address, type);
    }

    /// <summary>As the adapter makes them up for calls that came without.</summary>
    private string MakeUpId() => $"no-id/recorded/{_made++}";
}
