using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.Models;

/// <summary>What a request has beside its text, as far as it takes tokens.</summary>
internal enum RequestPart
{
    /// <summary>The request itself: 1.</summary>
    Request,

    /// <summary>Messages, instructions among them.</summary>
    Message,

    /// <summary>Calls of tools that the model made before.</summary>
    ToolCall,

    /// <summary>Results of tools.</summary>
    ToolResult,

    /// <summary>Tools that the model may call.</summary>
    Tool,

    /// <summary>1 if there is a tool at all.</summary>
    AnyTool,

    /// <summary>1 if the answer must follow a schema.</summary>
    AnyFormat,

    /// <summary>Images.</summary>
    Image,

    /// <summary>Bytes of files that are no images.</summary>
    FileByte,

    /// <summary>What the provider adds unseen: files and conversations that it keeps, tools that it runs itself, sealed reasoning.</summary>
    Unseen,

    /// <summary>How many parts there are.</summary>
    Count,
}

/// <summary>A request by what takes tokens in it: its text, the schemas of its tools, the schema of its answer, and its parts. Made in one pass without allocation.</summary>
internal struct RequestProfile
{
    /// <summary>Messages, instructions, tool calls with their arguments and results, and the tools' names and descriptions.</summary>
    public TextProfile Text;

    /// <summary>The JSON Schemas of the tools. Vendors show them to the model in a form of their own, so they weigh differently from text.</summary>
    public TextProfile Schemas;

    /// <summary>The JSON Schema of the answer.</summary>
    public TextProfile Format;

    private PartCounts _parts;

    /// <summary>How many there are of a part.</summary>
    public readonly long this[RequestPart part] => _parts[(int)part];

    /// <summary>Whether the text tells all: no images, no files, nothing that the provider adds unseen.</summary>
    public readonly bool IsText => this[RequestPart.Image] == 0 && this[RequestPart.FileByte] == 0 && this[RequestPart.Unseen] == 0;

    /// <summary>The same for all requests that have the same tools and answer schema, by what their profile shows; 0 for those that have none.</summary>
    public readonly ulong ToolSet =>
        this[RequestPart.AnyTool] == 0 && this[RequestPart.AnyFormat] == 0 ? 0 : Schemas.Hash(Format.Hash((ulong)this[RequestPart.Tool]) ^ (ulong)this[RequestPart.AnyFormat]) | 1;

    /// <summary>The profile of what <paramref name="messages"/> and <paramref name="options"/> send.</summary>
    public static RequestProfile Of(IEnumerable<ChatMessage> messages, ChatOptions? options = null)
    {
        var profile = default(RequestProfile);
        profile._parts[(int)RequestPart.Request] = 1;
        if (messages is IReadOnlyList<ChatMessage> list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                profile.Add(list[i]);
            }
        }
        else
        {
            foreach (var message in messages)
            {
                profile.Add(message);
            }
        }

        if (options is not null)
        {
            profile.Add(options);
        }

        return profile;
    }

    private void Add(ChatMessage message)
    {
        Add(RequestPart.Message);
        Text.Add(message.AuthorName);
        for (var i = 0; i < message.Contents.Count; i++)
        {
            Add(message.Contents[i]);
        }
    }

    private void Add(AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                Text.Add(text.Text);
                break;
            case TextReasoningContent reasoning:
                Text.Add(reasoning.Text);
                Add(RequestPart.Unseen, reasoning.ProtectedData is null ? 0 : 1);
                break;
            case DataContent data when !data.HasTopLevelMediaType("image"):
                Add(RequestPart.FileByte, data.Data.Length);
                break;
            case UriContent uri when !uri.HasTopLevelMediaType("image"):
                Add(RequestPart.Unseen);
                break;
            case DataContent or UriContent:
                Add(RequestPart.Image);
                break;
            case FunctionCallContent call:
                Add(RequestPart.ToolCall);
                Text.Add(call.Name);
                Add(call.Arguments);
                break;
            case FunctionResultContent result:
                Add(RequestPart.ToolResult);
                AddValue(result.Result);
                break;
            default:
                Add(RequestPart.Unseen);
                break;
        }
    }

    private void Add(IDictionary<string, object?>? arguments)
    {
        if (arguments is not null)
        {
            foreach (var (name, value) in arguments)
            {
                // "name": value,
                Text.AddMarks(5, 3);
                Text.Add(name);
                AddValue(value);
            }
        }
    }

    private void AddValue(object? value)
    {
        if (value is JsonElement json)
        {
            AddJson(ref Text, json);
        }
        else
        {
            Text.Add(value as string ?? value?.ToString());
        }
    }

    private void Add(ChatOptions options)
    {
        if (options.Instructions is { Length: > 0 } instructions)
        {
            Add(RequestPart.Message);
            Text.Add(instructions);
        }

        Add(RequestPart.Unseen, options.ConversationId is null ? 0 : 1);
        for (var i = 0; i < options.Tools?.Count; i++)
        {
            if (options.Tools[i] is AIFunctionDeclaration tool)
            {
                Add(RequestPart.Tool);
                Text.Add(tool.Name);
                Text.Add(tool.Description);
                AddJson(ref Schemas, tool.JsonSchema);
            }
            else
            {
                Add(RequestPart.Unseen);
            }

            _parts[(int)RequestPart.AnyTool] = 1;
        }

        if (options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema })
        {
            _parts[(int)RequestPart.AnyFormat] = 1;
            AddJson(ref Format, schema);
        }
    }

    private void Add(RequestPart part, int count = 1) => _parts[(int)part] += count;

    private static void AddJson(ref TextProfile profile, JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Undefined)
        {
            profile.AddUtf8(JsonMarshal.GetRawUtf8Value(json));
        }
    }

    [InlineArray((int)RequestPart.Count)]
    private struct PartCounts
    {
        private long _count;
    }
}
