using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>An output item that is being streamed: what has been told of it, and what is held back until it is whole.</summary>
internal sealed class ResponsesOpenItem
{
    private readonly JsonElement _item;
    private readonly string? _type;
    private StringBuilder? _held;
    private bool _isSeen;

    public ResponsesOpenItem(long? index, JsonElement item)
    {
        Index = index;
        _type = item.Text("type");
        _item = item.Clone();
    }

    /// <summary>Its place in the output.</summary>
    public long? Index { get; }

    public string? Id => _item.Text("id");

    /// <summary>Whether it is a call of the caller's tool.</summary>
    public bool IsCall => _type is "function_call" or ResponsesOutput.CustomCall;

    /// <summary>Takes a piece of arguments or of a refusal, which are given only whole.</summary>
    public void Append(string? piece) => (_held ??= new StringBuilder()).Append(piece);

    /// <summary>Notes that its text has been given piece by piece.</summary>
    public void MarkSeen() => _isSeen = true;

    /// <summary>What the first piece of its text has to remember of it; <see langword="null"/> for later pieces.</summary>
    public JsonElement? TakeMemory()
    {
        if (_isSeen || _type != "message")
        {
            return null;
        }

        _isSeen = true;
        return ResponsesMemory.RestOf(_item, isBeginning: true);
    }

    /// <summary>What is left to be given when the item is whole.</summary>
    public List<AIContent> Finish(JsonElement whole)
    {
        var contents = new List<AIContent>();
        switch (whole.Text("type"))
        {
            case "reasoning":
                contents.Add(ResponsesReasoning.Read(whole, hasText: !_isSeen));
                break;
            case "function_call" when whole.Text("arguments") is not { Length: > 0 } && _held is not null:
                contents.Add(ResponsesOutput.ReadCall(whole, _held.ToString()));
                break;
            default:
                ResponsesOutput.Read(whole, contents);
                break;
        }

        if (_isSeen && _type == "message")
        {
            // The text is told; its citations are not.
            for (var i = contents.Count - 1; i >= 0; i--)
            {
                if (contents[i] is TextContent { Annotations: var citations })
                {
                    contents.RemoveAt(i);
                    if (citations is not null)
                    {
                        contents.Insert(i, new TextContent(string.Empty) { Annotations = citations });
                    }
                }
            }
        }

        return contents;
    }

    /// <summary>What is held back of an item whose end did not come.</summary>
    public AIContent? Unfinished() =>
        IsCall ? ResponsesOutput.ReadCall(_item, _held?.ToString() ?? _item.Text("arguments") ?? _item.Text("input") ?? string.Empty)
        : _type == "message" && _held is not null ? new ErrorContent(_held.ToString()) { ErrorCode = ResponsesOutput.Refusal }.WithRest(_item, isBeginning: true)
        : null;
}
