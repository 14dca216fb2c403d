using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestration.Providers.OpenAI;

namespace Orchestration.WireCases.Protocols;

/// <summary>OpenAI's Chat Completions, of OpenAI and of all who speak it.</summary>
internal sealed class ChatProtocol : Protocol
{
    public override bool Owns(WireCase @case) => @case.Api == "chat";

    public override Conversation? Recorded(WireCase @case) =>
        @case.Request is { } recorded ? ChatConversation.Read(recorded, OpenAIServers.DialectOf(@case)) : null;

    public override async Task<Outcome> RunAsync(WireCase @case, HttpClient http, Uri server)
    {
        var (options, model) = OpenAIServers.Of(@case, server);
        using var client = new OpenAIChatClient(http, options, model);
        var conversation = Recorded(@case) ?? ChatRun.Hello;
        // An error is no stream even where a stream was asked for.
        var isStream = @case.IsStreaming || (@case.Request is { } request && request.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True);
        return await ChatRun.AskAsync(client, conversation, isStream);
    }

    public override Outcome Expected(WireCase @case) => ChatExpectation.Of(@case);

    public override void Normalize(JsonObject body, WireCase @case) => ChatMeaning.Normalize(body, @case);

    public override IEnumerable<string> RequestDifferences(WireCase @case, SentRequest sent) => OpenAIServers.Differences(@case, sent);
}
