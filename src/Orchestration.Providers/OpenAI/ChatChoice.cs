using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>One choice of an answer: reads its deltas, or its whole message, which has the same form. Used by one reader.</summary>
internal sealed class ChatChoice(int index)
{
    private static readonly string[] Understood =
        ["role", "content", "refusal", "reasoning", "reasoning_content", "reasoning_details", "tool_calls", "function_call", "annotations", "audio", "images", "channel"];

    private readonly ChatToolCallBuffer _calls = new();
    private readonly ChatReasoningDetails _details = new();
    private readonly StringBuilder _refusal = new();
    private ChatAudio? _audio;

    public int Index => index;

    public bool IsFinished { get; set; }

    /// <summary>Whether text may follow at once: nothing is held that would have to come before it, and it is not over.</summary>
    public bool IsPlain => !IsFinished && _details.IsEmpty;

    /// <summary>What waits until the choices before this one are finished.</summary>
    public List<ChatResponseUpdate> Held { get; } = [];

    /// <summary>Whether a delta says something that is not read here.</summary>
    public static bool HasUnknown(JsonElement delta)
    {
        foreach (var member in delta.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !IsUnderstood(member))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a delta. Calls, refusals, sound and signatures are held back until they are whole.</summary>
    public void Read(JsonElement delta, List<AIContent> contents)
    {
        Reasoning(delta, contents);
        Content(delta, contents);
        foreach (var image in delta.Items("images"))
        {
            Part(image, contents);
        }

        _refusal.Append(delta.Text("refusal"));
        if (delta.Child("audio") is { } audio)
        {
            (_audio ??= new ChatAudio()).Add(audio);
        }

        foreach (var call in delta.Items("tool_calls"))
        {
            _calls.Add(call);
        }

        if (delta.Child("function_call") is { } function)
        {
            _calls.AddLegacy(function);
        }
    }

    /// <summary>Adds what was held back, as far as it came.</summary>
    public void Finish(List<AIContent> contents)
    {
        if (_details.Take() is { } details)
        {
            contents.Add(details);
        }

        if (_refusal.Length > 0)
        {
            contents.Add(new ErrorContent(_refusal.ToString()) { ErrorCode = "Refusal" });
            _refusal.Clear();
        }

        if (_audio is not null)
        {
            contents.Add(_audio.ToContent());
            _audio = null;
        }

        contents.AddRange(_calls.Take());
    }

    private void Reasoning(JsonElement delta, List<AIContent> contents)
    {
        var detail = _details.Add(delta);
        var text = delta.Text("reasoning_content") is { Length: > 0 } content ? content : delta.Text("reasoning") is { Length: > 0 } reasoning ? reasoning : detail;
        if (text.Length > 0)
        {
            contents.Add(new TextReasoningContent(text));
        }
    }

    private void Content(JsonElement delta, List<AIContent> contents)
    {
        var first = contents.Count;
        switch (delta.Child("content"))
        {
            case { ValueKind: JsonValueKind.String } text when !text.ValueEquals(string.Empty):
                contents.Add(new TextContent(text.GetString()));
                break;
            case { ValueKind: JsonValueKind.Array } parts:
                foreach (var part in parts.EnumerateArray())
                {
                    Part(part, contents);
                }

                break;
        }

        // The text has begun, so the thought before it is whole.
        if (contents.Count > first && _details.Take() is { } details)
        {
            contents.Insert(first, details);
        }

        if (ChatCitations.Annotations(delta) is { } annotations)
        {
            if (contents.LastOrDefault() is not TextContent text)
            {
                text = new TextContent(string.Empty);
                contents.Add(text);
            }

            text.Annotations = annotations;
        }
    }

    private void Part(JsonElement part, List<AIContent> contents)
    {
        switch (part.Text("type"))
        {
            case "text" or "output_text" when part.Text("text") is { } text:
                if (text.Length > 0)
                {
                    contents.Add(new TextContent(text));
                }

                break;
            case "thinking" when part.Child("thinking") is { } thinking:
                var thought = thinking.ValueKind == JsonValueKind.Array ? string.Concat(thinking.EnumerateArray().Select(static piece => piece.Text("text"))) : part.Text("thinking");
                if (thought is { Length: > 0 })
                {
                    contents.Add(new TextReasoningContent(thought));
                }

                break;
            case "refusal":
                _refusal.Append(part.Text("refusal"));
                break;
            case "image_url" when (part.Child("image_url")?.Text("url") ?? part.Text("image_url")) is { } address:
                contents.Add(Image(address, part));
                break;
            default:
                contents.Add(new AIContent { RawRepresentation = part.Clone() });
                break;
        }
    }

    private static bool IsUnderstood(JsonProperty member)
    {
        foreach (var name in Understood)
        {
            if (member.NameEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    private static AIContent Image(string address, JsonElement part)
    {
        try
        {
            return address.StartsWith("data:", StringComparison.Ordinal) ? new DataContent(address) : new UriContent(address, "image/*");
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return new AIContent { RawRepresentation = part.Clone() };
        }
    }
}
