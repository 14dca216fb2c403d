using System.Text.Json.Nodes;
using Orchestration.Providers.Gemini;

namespace Orchestration.WireCases.Protocols;

/// <summary>Gemini's generateContent and streamGenerateContent, at Google AI Studio and at Vertex AI.</summary>
internal sealed class GeminiProtocol : Protocol
{
    public override bool Owns(WireCase @case) => @case.Api == "generateContent";

    public override Conversation? Recorded(WireCase @case) =>
        @case.Request is { } recorded ? GeminiConversation.Read(GeminiMeaning.Of(recorded), GeminiPath.Parse(@case.Path).Model) : null;

    public override async Task<Outcome> RunAsync(WireCase @case, HttpClient http, Uri server)
    {
        var path = GeminiPath.Parse(@case.Path);
        using var client = new GeminiChatClient(http, path.Options(server), path.Model);
        var conversation = Recorded(@case) ?? ChatRun.Hello;
        var outcome = await ChatRun.AskAsync(client, conversation, @case.IsStreaming || path.Method.StartsWith("stream", StringComparison.Ordinal));

        // An id that the provider did not give is the adapter's own affair; that there is one is not.
        var expected = Expected(@case).ToolCalls ?? [];
        return outcome with
        {
            ToolCalls = outcome.ToolCalls?.Select((call, i) => i < expected.Count && expected[i].Id is null && !string.IsNullOrEmpty(call.Id) ? (null, call.Name, call.Arguments) : call).ToList(),
        };
    }

    public override Outcome Expected(WireCase @case) => GeminiExpectation.Of(@case);

    public override void Normalize(JsonObject body, WireCase @case) => GeminiMeaning.Normalize(body);

    public override IEnumerable<string> RequestDifferences(WireCase @case, SentRequest sent) => GeminiPath.Differences(@case, sent);
}
