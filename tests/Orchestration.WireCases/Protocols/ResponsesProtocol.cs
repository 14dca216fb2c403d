using System.Text.Json.Nodes;
using Orchestration.Providers.OpenAI;

namespace Orchestration.WireCases.Protocols;

/// <summary>OpenAI's Responses API, at OpenAI, Azure and whoever else speaks it.</summary>
internal sealed class ResponsesProtocol : Protocol
{
    private const string Operation = "/responses";

    public override bool Owns(WireCase @case) => @case.Api == "responses";

    public override Conversation? Recorded(WireCase @case) => @case.Request is { } body ? ResponsesConversation.Of(body) : null;

    public override Task<Outcome> RunAsync(WireCase @case, HttpClient http, Uri server)
    {
        var path = @case.Path.Split('?')[0];
        var options = new OpenAIOptions
        {
            ApiKey = "sk-test",
            BaseAddress = new Uri(server, path.EndsWith(Operation, StringComparison.Ordinal) ? path[..^Operation.Length] : "/v1"),
            Dialect = @case.Provider == "azure-openai" ? OpenAIDialect.AzureOpenAI : OpenAIDialect.OpenAI,
            ApiVersion = @case.Path.Split("api-version=") is [_, var version] ? version.Split('&')[0] : null,
        };
        var conversation = Recorded(@case) ?? ChatRun.Hello;
        return ChatRun.AskAsync(new OpenAIResponsesClient(http, options, @case.Model ?? "gpt-test"), conversation, @case.IsStreaming, SeveralMessages.Parts);
    }

    public override Outcome Expected(WireCase @case) => ResponsesExpectation.Of(@case);

    public override void Normalize(JsonObject body, WireCase @case) => ResponsesMeaning.Normalize(body);

    public override IEnumerable<string> RequestDifferences(WireCase @case, SentRequest sent)
    {
        if (sent.Path != @case.Path)
        {
            yield return $"path: recorded {@case.Path}, sent {sent.Path}";
        }

        var isAzure = @case.Provider == "azure-openai";
        if (sent.Headers["api-key"].ToString() != (isAzure ? "sk-test" : string.Empty) || sent.Headers.Authorization.ToString() != (isAzure ? string.Empty : "Bearer sk-test"))
        {
            yield return "the key is not in the header where this server looks for it";
        }
    }
}
