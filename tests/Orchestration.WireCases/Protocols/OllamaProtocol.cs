using System.Text.Json.Nodes;
using Orchestration.Providers.Llama;

namespace Orchestration.WireCases.Protocols;

/// <summary>Ollama's <c>/api/chat</c>.</summary>
internal sealed class OllamaProtocol : Protocol
{
    /// <summary>How the ids begin that the adapter makes where the server gives none; they are not sent.</summary>
    public const string MadeId = "ollama_call_";

    public override bool Owns(WireCase @case) => @case.Api == "ollama-chat";

    public override Conversation? Recorded(WireCase @case) => @case.Request is { } request ? OllamaConversation.Of(request, new LlamaOptions()) : null;

    public override async Task<Outcome> RunAsync(WireCase @case, HttpClient http, Uri server)
    {
        var options = new LlamaOptions { BaseAddress = OllamaExpectation.BaseOf(@case, server) };
        var conversation = @case.Request is { } request ? OllamaConversation.Of(request, options) : ChatRun.Hello;
        using var client = new OllamaChatClient(http, options, @case.Model ?? "llama3");
        var outcome = await ChatRun.AskAsync(client, conversation, @case.IsStreaming);
        return outcome with
        {
            ToolCalls = [.. (outcome.ToolCalls ?? []).Select(static call => call.Id?.StartsWith(MadeId, StringComparison.Ordinal) == true ? (null, call.Name, call.Arguments) : call)],
        };
    }

    public override Outcome Expected(WireCase @case) => OllamaExpectation.Of(@case);

    public override void Normalize(JsonObject body, WireCase @case) => OllamaMeaning.Normalize(body);

    public override IEnumerable<string> RequestDifferences(WireCase @case, SentRequest sent) =>
        sent.Path == @case.Path ? [] : [$"path: recorded {@case.Path}, sent {sent.Path}"];
}
