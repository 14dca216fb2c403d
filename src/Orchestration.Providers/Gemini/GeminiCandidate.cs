using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>Reads one candidate of an answer, whole or as it streams. Used by one reader.</summary>
internal sealed class GeminiCandidate(GeminiAnswer answer, int index)
{
    private readonly List<FunctionCallContent> _unanswered = [];
    private readonly StringBuilder _text = new();
    private readonly GeminiGrounding _grounding = new();
    private PartialCall? _call;
    private string? _codeId;
    private string? _finishReason;

    public int Index => index;

    /// <summary>Contents that wait for the end of the stream, for those of the first candidate go before.</summary>
    public List<AIContent> Held { get; } = [];

    public bool IsFinished => _finishReason is not null;

    public ChatFinishReason? FinishReason => GeminiAnswer.FinishReason(_finishReason, _unanswered.Count > 0);

    public string? FinishMessage { get; private set; }

    public static int IndexOf(JsonElement candidate) => (int)Math.Clamp(candidate.Count("index") ?? 0, 0, 1000);

    /// <summary>Takes what an event, or the whole answer, says of the candidate.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="contents">Receives the contents.</param>
    /// <returns>Whether it holds more than is read of it.</returns>
    public bool Read(JsonElement candidate, List<AIContent> contents)
    {
        var (holdsMore, before) = (false, contents.Count);
        foreach (var member in candidate.EnumerateObject())
        {
            if (member.NameEquals("content"u8))
            {
                foreach (var part in member.Value.Items("parts"))
                {
                    ReadPart(part, contents);
                }
            }
            else if (member.NameEquals("finishMessage"u8))
            {
                FinishMessage = candidate.Text("finishMessage") ?? FinishMessage;
            }
            else if (!(member.NameEquals("index"u8) || member.NameEquals("finishReason"u8)))
            {
                holdsMore |= member.Value.ValueKind is not JsonValueKind.Null;
                _grounding.Read(member);
            }
        }

        // Where Google runs the tools, each turn has an end, and the candidate goes on after it.
        var goesOn = _finishReason is not null && contents.Skip(before).Any(static content => content is not (TextContent { Text: "" } or TextReasoningContent { Text: "" }));
        _finishReason = candidate.Label("finishReason") ?? (goesOn ? null : _finishReason);
        return holdsMore;
    }

    /// <summary>Ends the candidate: adds a call that is still under way, and the sources, which are named at the end only.</summary>
    public void Finish(List<AIContent> contents)
    {
        if (_call is { } call)
        {
            _call = null;
            Add(call.ToContent(), contents);
        }

        if (_grounding.Citations(_text.ToString()) is { Count: > 0 } citations)
        {
            // A text of its own when the answer's has gone out in pieces: it means the text before it.
            var texts = contents.OfType<TextContent>().ToList();
            var text = texts is [var only] && only.Text.Length == _text.Length ? only : new TextContent(string.Empty);
            text.Annotations = [.. text.Annotations ?? [], .. citations];
            if (!contents.Contains(text))
            {
                contents.Add(text);
            }
        }
    }

    private void ReadPart(JsonElement part, List<AIContent> contents)
    {
        if (part.Child("functionCall") is { ValueKind: JsonValueKind.Object } call)
        {
            ReadCall(part, call, contents);
        }
        else if (part.Child("functionResponse") is { ValueKind: JsonValueKind.Object } response && TakeAnswered(response) is { } answered)
        {
            contents.Add(new FunctionResultContent(answered.CallId, response.Child("response")?.Clone()) { AdditionalProperties = GeminiPart.Others(part, "functionResponse") });
        }
        else if (part.Child("executableCode") is { ValueKind: JsonValueKind.Object } code)
        {
            _codeId = code.Text("id") ?? answer.NextCallId();
            var content = GeminiCode.Call(code, _codeId);
            content.AdditionalProperties = GeminiPart.Others(part, "executableCode");
            contents.Add(content);
        }
        else if (part.Child("codeExecutionResult") is { ValueKind: JsonValueKind.Object } result)
        {
            var content = GeminiCode.Result(result, result.Text("id") ?? _codeId ?? answer.NextCallId());
            content.AdditionalProperties = GeminiPart.Others(part, "codeExecutionResult");
            contents.Add(content);
        }
        else if (GeminiPart.Read(part) is { } content)
        {
            contents.Add(content);
            _text.Append((content as TextContent)?.Text);
        }
    }

    private void ReadCall(JsonElement part, JsonElement call, List<AIContent> contents)
    {
        var (name, willContinue) = (call.Text("name"), call.Flag("willContinue") == true);
        if (name is not null && _call is { } open)
        {
            _call = null;
            Add(open.ToContent(), contents);
        }

        if (name is not null && !willContinue && call.Child("partialArgs") is null)
        {
            var id = call.Text("id") ?? answer.NextCallId();
            var content = call.Child("args") is { } arguments ? ToolCalls.FromJson(id, name, arguments) : ToolCalls.FromText(id, name, "{}");
            content.AdditionalProperties = GeminiPart.Others(part, "functionCall");
            Add(content, contents);
            return;
        }

        if (name is not null)
        {
            _call = new PartialCall(call.Text("id") ?? answer.NextCallId(), name);
        }

        if (_call is { } under)
        {
            under.Read(call, GeminiPart.Others(part, "functionCall"));
            if (!willContinue)
            {
                _call = null;
                Add(under.ToContent(), contents);
            }
        }
    }

    private void Add(FunctionCallContent call, List<AIContent> contents)
    {
        _unanswered.Add(call);
        contents.Add(call);
    }

    /// <summary>The call that Google has answered itself, of an MCP server's function: nobody else is to run it, though it may have gone out.</summary>
    private FunctionCallContent? TakeAnswered(JsonElement response)
    {
        var (id, name) = (response.Text("id"), response.Text("name"));
        var call = _unanswered.Find(call => id is null ? call.Name == name : call.CallId == id);
        if (call is not null)
        {
            call.InformationalOnly = true;
            _unanswered.Remove(call);
        }

        return call;
    }
}
