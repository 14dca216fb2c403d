using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Joins the pieces of the tool calls of one choice. Used by one reader.</summary>
/// <remarks>
/// A piece belongs to the call of its id, else to the latest of its index, else to the last. For there are servers that leave the index out or send 0 for
/// every call, that repeat the id in each piece, and that give calls no id at all; those then get one of ours.
/// </remarks>
internal sealed class ChatToolCallBuffer
{
    private readonly List<Call> _calls = [];
    private int _taken;

    /// <summary>Takes an item of <c>tool_calls</c>.</summary>
    public void Add(JsonElement piece)
    {
        var custom = piece.Child("custom");
        if ((custom ?? piece.Child("function")) is { } function)
        {
            Add(piece.Word("id"), piece.Count("index"), function, function.Child(custom is null ? "arguments" : "input"), custom is not null);
        }
    }

    /// <summary>Takes a <c>function_call</c>, which came before tools did, and alone.</summary>
    public void AddLegacy(JsonElement function) => Add(null, 0, function, function.Child("arguments"), isCustom: false);

    /// <summary>The calls that came since the last time, as far as they came.</summary>
    public IEnumerable<FunctionCallContent> Take()
    {
        for (; _taken < _calls.Count; _taken++)
        {
            var call = _calls[_taken];
            var content = ToolCalls.FromText(call.Id ?? $"call_{_taken}", call.Name ?? string.Empty, call.Arguments.ToString());
            if (call.IsCustom)
            {
                // Free text and meant so; kept apart, for it goes back in another form.
                (content.AdditionalProperties ??= [])["type"] = "custom";
                content.Exception = null;
            }

            yield return content;
        }
    }

    private void Add(string? id, long? index, JsonElement function, JsonElement? arguments, bool isCustom)
    {
        id = id is { Length: 0 } ? null : id;
        var name = function.Text("name") is { Length: > 0 } text ? text : null;
        var call = Find(id, index, name);
        if (call is null)
        {
            call = new Call { Index = index ?? _calls.Count, IsCustom = isCustom };
            _calls.Add(call);
        }

        call.Id ??= id;
        call.Name ??= name;
        call.Arguments.Append(arguments switch
        {
            { ValueKind: JsonValueKind.String } fragment => fragment.GetString(),
            { } whole => whole.GetRawText(),
            null => null,
        });
    }

    private Call? Find(string? id, long? index, string? name)
    {
        var call = id is not null ? _calls.FindLast(known => known.Id == id) : null;
        call ??= index is { } number ? _calls.FindLast(known => known.Index == number) : _calls.LastOrDefault();

        // Another id is another call; so is another name after arguments that are whole.
        return call is null || (id is not null && call.Id is not null && call.Id != id) || (id is null && name is not null && call.Name is not null && call.IsWhole) ? null : call;
    }

    private sealed class Call
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public required long Index { get; init; }

        public required bool IsCustom { get; init; }

        public StringBuilder Arguments { get; } = new();

        public bool IsWhole
        {
            get
            {
                try
                {
                    using var json = JsonDocument.Parse(Arguments.ToString());
                    return json.RootElement.ValueKind == JsonValueKind.Object;
                }
                catch (JsonException)
                {
                    return false;
                }
            }
        }
    }
}
