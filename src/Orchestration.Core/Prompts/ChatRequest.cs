using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Orchestration.Prompts;

/// <summary>A request that came in the words of Microsoft.Extensions.AI, and goes to models as it is. The caller's lists are copied.</summary>
internal sealed class ChatRequest
{
    public ChatRequest(IEnumerable<ChatMessage> messages, ChatOptions? options, bool isLive)
    {
        (Messages, IsLive) = ([.. messages], isLive);
        Options = options?.Clone() ?? new ChatOptions();

        // The route says which models are asked; one model's name must not reach the next.
        Options.ModelId = null;
    }

    [JsonIgnore]
    public IReadOnlyList<ChatMessage> Messages { get; }

    [JsonIgnore]
    public ChatOptions Options { get; }

    /// <summary>Whether the answer is handed on as it comes, so that nothing of it can be taken back: once any was shown, no other attempt may begin.</summary>
    [JsonIgnore]
    public bool IsLive { get; }

    /// <summary>What the run's first record says of its input; the request itself stands in the attempt's intent.</summary>
    public int MessageCount => Messages.Count;
}

[JsonSerializable(typeof(ChatRequest), GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ChatRequestJson : JsonSerializerContext;
