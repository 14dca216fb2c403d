using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestration.Providers.Anthropic;

namespace Orchestration.WireCases.Protocols;

/// <summary>Anthropic Messages.</summary>
internal sealed class AnthropicProtocol : Protocol
{
    private const string Key = "test-key";

    public override bool Owns(WireCase @case) => @case.Api == "messages";

    public override Conversation? Recorded(WireCase @case) => @case.Request is { } request ? AnthropicConversation.Of(request) : null;

    public override async Task<Outcome> RunAsync(WireCase @case, HttpClient http, Uri server)
    {
        var options = new AnthropicOptions { ApiKey = Key, BaseAddress = server };
        foreach (var beta in Betas(@case.RequestHeaders.GetValueOrDefault("anthropic-beta")))
        {
            options.Betas.Add(beta);
        }

        var conversation = Recorded(@case) ?? ChatRun.Hello;
        using var client = new AnthropicChatClient(http, options, conversation.Options.ModelId ?? @case.Model ?? "claude");

        // A stream may have been asked for though the answer, an error, is none.
        var isStreaming = @case.IsStreaming || (@case.Request is { } body && AnthropicConversation.Member(body, "stream") is { ValueKind: JsonValueKind.True });
        return await ChatRun.AskAsync(client, conversation, isStreaming, SeveralMessages.Restarts);
    }

    public override Outcome Expected(WireCase @case) => AnthropicExpectation.Of(@case);

    public override void Normalize(JsonObject body, WireCase @case) => AnthropicMeaning.Normalize(body);

    public override IEnumerable<string> RequestDifferences(WireCase @case, SentRequest sent)
    {
        if (sent.Path != @case.Path.Replace("?beta=true", string.Empty, StringComparison.Ordinal))
        {
            yield return $"path: recorded {@case.Path}, sent {sent.Path}";
        }

        if (sent.Headers["x-api-key"] != Key)
        {
            yield return "header x-api-key: not sent";
        }

        if (@case.RequestHeaders.TryGetValue("anthropic-version", out var version) && sent.Headers["anthropic-version"] != version)
        {
            yield return $"header anthropic-version: recorded {version}, sent {sent.Headers["anthropic-version"]}";
        }

        var (recordedBetas, sentBetas) = (Betas(@case.RequestHeaders.GetValueOrDefault("anthropic-beta")), Betas(sent.Headers["anthropic-beta"]));
        if (!recordedBetas.SequenceEqual(sentBetas))
        {
            yield return $"header anthropic-beta: recorded {string.Join(',', recordedBetas)}, sent {string.Join(',', sentBetas)}";
        }
    }

    private static string[] Betas(string? header) =>
        (header ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
