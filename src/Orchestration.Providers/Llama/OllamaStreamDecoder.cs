using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Llama;

/// <summary>Reads the lines of an answer of <c>/api/chat</c>; an answer that was not streamed is the only line of its own.</summary>
/// <param name="connection">Makes failures of error lines.</param>
/// <param name="response">What the lines came with.</param>
internal sealed class OllamaStreamDecoder(ProviderConnection connection, HttpResponseMessage response) : StreamDecoder
{
    private AdditionalPropertiesDictionary? _facts = ResponseFacts.Of(response);
    private UsageDetails? _usage;
    private int _calls;
    private bool _hasBegun;

    public override bool IsComplete => IsDone == true;

    public override bool IsOver => IsComplete;

    /// <summary>What the last line said of the answer's end; <see langword="null"/> when no line said anything.</summary>
    public bool? IsDone { get; private set; }

    public override void Read(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> data, List<ChatResponseUpdate> updates)
    {
        using var json = JsonDocument.Parse(data);
        Read(json.RootElement, updates);
    }

    /// <summary>Takes one line.</summary>
    /// <exception cref="Orchestration.Models.ModelCallException">It is an error.</exception>
    public void Read(JsonElement line, List<ChatResponseUpdate> updates)
    {
        if (line.Child("error") is not null && ProviderError.From(line) is { } error)
        {
            throw connection.Failure(error, response);
        }

        IsDone = line.Flag("done") ?? IsDone;
        var createdAt = line.Text("created_at");
        var update = new ChatResponseUpdate
        {
            Role = ChatRole.Assistant,
            ModelId = line.Text("model"),
            CreatedAt = DateTimeOffset.TryParse(createdAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
            FinishReason = line.Label("done_reason") is { } reason ? new ChatFinishReason(reason) : null,
        };
        ReadMessage(line.Child("message") ?? default, createdAt, update.Contents);
        ReadUsage(line);
        if (line.Child("logprobs") is { } probabilities)
        {
            (update.AdditionalProperties ??= [])[ResponseProperties.LogProbabilities] = probabilities.Clone();
        }

        // The last line also tells how long it took to load the model, to read and to write.
        var isKept = IsComplete || HoldsUnknown(line);
        update.RawRepresentation = isKept ? line.Clone() : null;
        if (!_hasBegun || isKept || update.Contents.Count > 0)
        {
            _hasBegun = true;
            foreach (var (fact, value) in _facts ?? [])
            {
                (update.AdditionalProperties ??= [])[fact] = value;
            }

            _facts = null;
            updates.Add(update);
        }
    }

    public override void Flush(List<ChatResponseUpdate> updates)
    {
        if (_usage is { } usage)
        {
            updates.Add(new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage)]));
        }
    }

    private void ReadMessage(JsonElement message, string? createdAt, IList<AIContent> contents)
    {
        if (message.Text("thinking") is { Length: > 0 } thinking)
        {
            contents.Add(new TextReasoningContent(thinking));
        }

        if (message.Text("content") is { Length: > 0 } text)
        {
            contents.Add(new TextContent(text));
        }

        foreach (var call in message.Items("tool_calls"))
        {
            if (call.Child("function") is { } function)
            {
                contents.Add(Call(call.Text("id"), function.Text("name") ?? string.Empty, function.Child("arguments"), createdAt));
            }
        }
    }

    private FunctionCallContent Call(string? id, string name, JsonElement? arguments, string? createdAt)
    {
        var text = arguments switch { null => "{}", { ValueKind: JsonValueKind.String } written => written.GetString()!, { } json => json.GetRawText() };
        id = string.IsNullOrEmpty(id) ? OllamaCallIds.Make(createdAt, _calls, name, text) : id;
        _calls++;
        return ToolCalls.FromText(id, name, text);
    }

    private void ReadUsage(JsonElement line)
    {
        // A prompt that the server still had in its cache may have no count.
        var (input, output) = (line.Count("prompt_eval_count"), line.Count("eval_count"));
        if (input is not null || output is not null)
        {
            _usage = new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
        }
    }

    private static bool HoldsUnknown(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        foreach (var member in line.EnumerateObject())
        {
            if (member.NameEquals("message") && member.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var part in member.Value.EnumerateObject())
                {
                    if (!(part.NameEquals("role") || part.NameEquals("content") || part.NameEquals("thinking") || part.NameEquals("tool_calls")))
                    {
                        return true;
                    }
                }
            }
            else if (!(member.NameEquals("model") || member.NameEquals("created_at") || member.NameEquals("done") || member.NameEquals("message")))
            {
                return true;
            }
        }

        return false;
    }
}
