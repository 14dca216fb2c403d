using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Anthropic;

/// <summary>A block of an answer while its pieces come. A block that came whole is one whose pieces are all in its beginning.</summary>
internal abstract class OpenBlock
{
    /// <param name="block">The block's beginning.</param>
    public static OpenBlock Begin(JsonElement block) => block.Text("type") switch
    {
        "text" => new Text(block),
        "thinking" => new Thinking(block),
        "tool_use" => new ToolUse(block),
        "redacted_thinking" => new Redacted(block),
        _ => new RawBlock(block),
    };

    /// <summary>A block whose beginning did not come.</summary>
    public static OpenBlock? BeginFor(JsonElement delta) => delta.Text("type") switch
    {
        "text_delta" => new Text(default),
        "thinking_delta" => new Thinking(default),
        _ => null,
    };

    /// <summary>Whether a piece is of a kind that the blocks here are made of. Another's members may have the same names and are something else.</summary>
    public static bool Knows(JsonElement delta) =>
        delta.Text("type") is null or "text_delta" or "citations_delta" or "thinking_delta" or "signature_delta" or "input_json_delta";

    /// <summary>Takes a piece.</summary>
    /// <returns>What of it can be given at once; <see langword="null"/> when that must wait for the block's end.</returns>
    public abstract AIContent? Add(JsonElement delta);

    /// <summary>What has not been given yet.</summary>
    public abstract AIContent? End();

    /// <summary>Text. One with citations waits for its end, a sentence or so, for they belong to the whole of it.</summary>
    private sealed class Text(JsonElement block) : OpenBlock
    {
        private readonly StringBuilder _held = new(block.Text("text"));
        private readonly List<AIAnnotation> _citations = [.. block.Items("citations").Select(Citation.Read)];
        private readonly bool _isCited = block.Child("citations") is not null;

        public override AIContent? Add(JsonElement delta)
        {
            if (delta.Child("citation") is { } citation)
            {
                _citations.Add(Citation.Read(citation));
            }

            _held.Append(delta.Text("text"));
            return _isCited ? null : Give(null);
        }

        public override AIContent? End() => Give(_citations.Count > 0 ? _citations : null);

        private TextContent? Give(List<AIAnnotation>? citations)
        {
            if (_held.Length == 0 && citations is null)
            {
                return null;
            }

            var text = new TextContent(_held.ToString()) { Annotations = citations };
            _held.Clear();
            return text;
        }
    }

    /// <summary>Thoughts. The signature, which only a whole block has, comes as a content without text that Microsoft.Extensions.AI joins to them.</summary>
    private sealed class Thinking(JsonElement block) : OpenBlock
    {
        private readonly StringBuilder _signature = new(block.Text("signature"));
        private string _held = block.Text("thinking") ?? string.Empty;

        public override AIContent? Add(JsonElement delta)
        {
            _signature.Append(delta.Text("signature"));
            return delta.Text("thinking") is { Length: > 0 } thought ? Give(thought, null) : null;
        }

        public override AIContent? End() => _held.Length > 0 || _signature.Length > 0 ? Give(string.Empty, _signature.Length > 0 ? _signature.ToString() : null) : null;

        private TextReasoningContent Give(string thought, string? signature)
        {
            var content = new TextReasoningContent(_held + thought) { ProtectedData = signature };
            _held = string.Empty;
            return content;
        }
    }

    /// <summary>Thoughts that only the provider can read. Their kind is noted, since a block of readable ones can be without text as well.</summary>
    private sealed class Redacted(JsonElement block) : OpenBlock
    {
        private readonly TextReasoningContent _content = new(string.Empty) { ProtectedData = block.Text("data"), AdditionalProperties = new() { [BlockWriter.Kind] = "redacted_thinking" } };

        public override AIContent? Add(JsonElement delta) => null;

        public override AIContent? End() => _content;
    }

    private sealed class ToolUse(JsonElement block) : OpenBlock
    {
        private readonly JsonElement _block = block.Clone();
        private readonly StringBuilder _input = new();

        public override AIContent? Add(JsonElement delta)
        {
            _input.Append(delta.Text("partial_json"));
            return null;
        }

        public override AIContent? End()
        {
            var (id, name) = (_block.Text("id") ?? string.Empty, _block.Text("name") ?? string.Empty);
            var call = _input.Length > 0 ? ToolCalls.FromText(id, name, _input.ToString()) : ToolCalls.FromJson(id, name, _block.Child("input"));
            foreach (var member in _block.EnumerateObject())
            {
                // Such as the caller, when it is code that the model runs.
                if (member.Name is not ("type" or "id" or "name" or "input"))
                {
                    (call.AdditionalProperties ??= [])[member.Name] = member.Value;
                }
            }

            return call;
        }
    }
}
