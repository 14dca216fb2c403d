using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Joins the pieces of a spoken answer. Used by one reader.</summary>
internal sealed class ChatAudio
{
    private readonly ArrayBufferWriter<byte> _data = new();
    private readonly StringBuilder _transcript = new();
    private string? _id;

    /// <summary>Takes a piece. Each is a base64 text of its own.</summary>
    public void Add(JsonElement audio)
    {
        _id ??= audio.Text("id");
        _transcript.Append(audio.Text("transcript"));
        if (audio.Text("data") is { } text && Base64.IsValid(text))
        {
            _data.Write(Convert.FromBase64String(text));
        }
    }

    /// <summary>The sound. Its name is the provider's id of it; what was said is under <c>transcript</c>. The format is the one that was asked for, which the answer does not repeat.</summary>
    public DataContent ToContent() => new(_data.WrittenMemory, "audio/*")
    {
        Name = _id,
        AdditionalProperties = new() { ["transcript"] = _transcript.ToString() },
    };
}
