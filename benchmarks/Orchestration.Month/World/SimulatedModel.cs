using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Month.Clock;
using Orchestration.Month.Workload;

namespace Orchestration.Month.World;

/// <summary>A model behind its provider: it answers with the request's one true answer, at its own pace and price, and fails as its provider does. Failures are told as the library's adapters tell them.</summary>
internal sealed class SimulatedModel(ModelSheet sheet, WorldState world, ulong seed) : IChatClient
{
    private const int TokensInPiece = 8;

    /// <summary>Tokens of the prompt that are read in a second, where they are not cached.</summary>
    private const double PromptTokensPerSecond = 12_000;

    private readonly PromptCache _cache = new(world.Time);
    private readonly Queue<DateTimeOffset> _lately = new();

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = Request.Current ?? throw new InvalidOperationException("A model was asked outside of any request.");
        IReadOnlyList<ChatMessage> prompt = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var draw = Draw.Of(seed, sheet.Name, request.Index, ++request.Calls);
        world.Calls++;
        await PassGateAsync(draw, cancellationToken);

        var text = Continuation.TextFor(request, prompt, ref draw, world);
        var usage = UsageOf(prompt);
        var slow = Background.Slowness(Incident.At(sheet.Provider, world.Now), ref draw);
        var (endsAt, stalls) = FateOf(text, ref draw);
        var firstToken = (draw.Lognormal(sheet.FirstToken, 0.45) + ((usage.InputTokens!.Value - usage.CachedInputTokens!.Value) / PromptTokensPerSecond)) * slow;
        var perToken = slow / draw.Lognormal(sheet.Pace, 0.25);
        var piece = Math.Max(1, (int)(TokensInPiece * sheet.CharactersPerToken));
        var sent = 0;
        try
        {
            await WaitAsync(firstToken, cancellationToken);
            while (sent < text.Length)
            {
                if (Incident.At(sheet.Provider, world.Now) is { Kind: IncidentKind.Outage } || (!stalls && sent >= endsAt))
                {
                    throw new ModelCallException(FailureReason.StreamInterrupted, "the connection was reset.");
                }

                if (sent >= endsAt)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, world.Time, cancellationToken);
                }

                var next = Math.Min(text.Length, sent + piece);
                next -= next < text.Length && char.IsHighSurrogate(text[next - 1]) ? 1 : 0;
                yield return new ChatResponseUpdate(ChatRole.Assistant, text[sent..next]);
                var tokens = (next - sent) / sheet.CharactersPerToken;
                sent = next;
                await WaitAsync(tokens * perToken, cancellationToken);
            }

            usage = usage with { OutputTokens = TokensOf(sent) };
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(Report(usage))]) { FinishReason = ChatFinishReason.Stop, ModelId = sheet.Name };
        }
        finally
        {
            world.Invoice.Charge(sheet, usage with { OutputTokens = TokensOf(sent) }, world.Now, isFinished: sent == text.Length);
        }
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    /// <summary>All that can keep a request from being taken; such a request costs nothing.</summary>
    private async Task PassGateAsync(Draw draw, CancellationToken cancellationToken)
    {
        await WaitAsync(draw.Between(0.02, 0.08), cancellationToken);
        switch (Incident.At(sheet.Provider, world.Now)?.Kind)
        {
            case IncidentKind.NoQuota:
                throw new ModelCallException(FailureReason.QuotaExhausted, "HTTP 429: you exceeded your current quota") { ProviderCode = "insufficient_quota" };
            case IncidentKind.Outage when draw.Unit() is var way:
                if (way < 0.25)
                {
                    // Nobody answers until the network gives up.
                    await WaitAsync(60, cancellationToken);
                }

                await WaitAsync(draw.Between(0.05, 2), cancellationToken);
                throw way < 0.6 ? new ModelCallException(FailureReason.ConnectionLost, "the connection was refused.") : new ModelCallException(FailureReason.Overloaded, "HTTP 503: no capacity");
            case IncidentKind.Flapping when draw.Chance(0.5):
                throw new ModelCallException(FailureReason.Overloaded, "HTTP 503: no capacity");
        }

        while (_lately.TryPeek(out var oldest) && oldest <= world.Now.AddSeconds(-60))
        {
            _lately.Dequeue();
        }

        if (_lately.Count >= sheet.RequestsPerMinute)
        {
            throw new ModelCallException(FailureReason.RateLimited, "HTTP 429: too many requests")
            {
                RetryAfter = TimeSpan.FromSeconds(Math.Ceiling((_lately.Peek().AddSeconds(60) - world.Now).TotalSeconds)),
            };
        }

        _lately.Enqueue(world.Now);
        FailureReason? failure = draw.Unit() switch
        {
            < Background.ServerError => FailureReason.ServerError,
            < Background.ServerError + Background.ConnectionLost => FailureReason.ConnectionLost,
            var unit when unit < Background.ServerError + Background.ConnectionLost + Background.OverloadedAt(world.Now) => FailureReason.Overloaded,
            _ => null,
        };
        if (failure is { } reason)
        {
            await WaitAsync(draw.Between(0.1, 3), cancellationToken);
            throw new ModelCallException(reason, "the request failed.");
        }
    }

    /// <summary>How many characters the answer gets to; beyond its length when all goes well.</summary>
    private (int EndsAt, bool Stalls) FateOf(string text, ref Draw draw)
    {
        var (unit, place) = (draw.Unit(), draw.Unit());
        var dies = Incident.At(sheet.Provider, world.Now)?.Kind == IncidentKind.Flapping ? 1 : Background.DiesInStream;
        return unit < dies ? ((int)(place * text.Length), false) : unit < dies + Background.Stalls ? ((int)(place * text.Length), true) : (int.MaxValue, false);
    }

    private Usage UsageOf(IReadOnlyList<ChatMessage> prompt)
    {
        var input = TokensOf(prompt.Sum(static message => (long)message.Text.Length));
        var cached = sheet.CachedFrom is { } least ? Math.Min(input, _cache.Use(prompt, TokensOf, least)) : 0;
        var written = sheet.Price.CacheWriteUsdPerMillion is not null && input >= sheet.CachedFrom ? input - cached : 0;
        return new Usage { InputTokens = input, CachedInputTokens = cached, CacheWriteTokens = written, OutputTokens = 0 };
    }

    private static UsageDetails Report(Usage usage) => new()
    {
        InputTokenCount = usage.InputTokens,
        CachedInputTokenCount = usage.CachedInputTokens,
        OutputTokenCount = usage.OutputTokens,
        AdditionalCounts = usage.CacheWriteTokens > 0 ? new AdditionalPropertiesDictionary<long> { ["cache_creation_input_tokens"] = usage.CacheWriteTokens.Value } : null,
    };

    private long TokensOf(long characters) => (long)Math.Ceiling(characters / sheet.CharactersPerToken);

    private Task WaitAsync(double seconds, CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromSeconds(seconds), world.Time, cancellationToken);
}
