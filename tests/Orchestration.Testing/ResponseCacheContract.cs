using Orchestration.Caching;

namespace Orchestration.Testing;

/// <summary>What every <see cref="IResponseCache"/> does. A test class derives from it and gives the cache.</summary>
public abstract class ResponseCacheContract
{
    // Scripts, emoji and characters that JSON must escape.
    private static readonly string[] Texts = ["", "plain", "quote \" and \\ and \n and \t", "שָׁלוֹם", "हिन्दी", "👩🏽‍🚀 👨‍👩‍👧", "e\u0301", "\u2028\u0000"];

    protected ManualTime Time { get; } = new();

    /// <summary>An empty cache that goes by <see cref="Time"/>.</summary>
    protected abstract IResponseCache CreateCache();

    [Fact]
    public async Task What_was_stored_is_found_as_it_was()
    {
        var cache = CreateCache();
        var entry = Entry("answer");

        await cache.SetAsync(Key(1), entry, TestContext.Current.CancellationToken);
        var found = await cache.GetAsync(Key(1), TestContext.Current.CancellationToken);

        Assert.NotNull(found);
        Assert.Equal(entry.Completion.Text, found.Completion.Text);
        Assert.Equal(entry.Completion.Chunks.AsEnumerable(), found.Completion.Chunks);
        Assert.Equal(entry.Completion.ToolCalls.AsEnumerable(), found.Completion.ToolCalls);
        Assert.Equal(entry.Completion.Reasoning, found.Completion.Reasoning);
        Assert.Equal(entry.Completion.FinishReason, found.Completion.FinishReason);
        Assert.Equal(entry.Completion.ModelId, found.Completion.ModelId);
        Assert.Equal(entry.Completion.Usage, found.Completion.Usage);
        Assert.Equal((entry.Model, entry.StoredAt, entry.ExpiresAt, entry.Source), (found.Model, found.StoredAt, found.ExpiresAt, found.Source));
    }

    [Fact]
    public async Task Another_key_finds_nothing()
    {
        var cache = CreateCache();

        await cache.SetAsync(Key(1), Entry("answer"), TestContext.Current.CancellationToken);

        Assert.Null(await cache.GetAsync(Key(2), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_last_answer_under_a_key_holds()
    {
        var cache = CreateCache();

        await cache.SetAsync(Key(1), Entry("old"), TestContext.Current.CancellationToken);
        await cache.SetAsync(Key(1), Entry("new"), TestContext.Current.CancellationToken);

        Assert.Equal("new", (await cache.GetAsync(Key(1), TestContext.Current.CancellationToken))?.Completion.Text);
    }

    [Fact]
    public async Task An_entry_holds_until_it_expires_and_not_a_tick_longer()
    {
        var cache = CreateCache();
        await cache.SetAsync(Key(1), Entry("answer"), TestContext.Current.CancellationToken);

        Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await cache.GetAsync(Key(1), TestContext.Current.CancellationToken));

        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await cache.GetAsync(Key(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_expired_answer_is_not_stored_and_takes_the_old_one_away()
    {
        var cache = CreateCache();
        await cache.SetAsync(Key(1), Entry("answer"), TestContext.Current.CancellationToken);

        await cache.SetAsync(Key(1), Entry("late") with { ExpiresAt = Time.GetUtcNow() }, TestContext.Current.CancellationToken);

        Assert.Null(await cache.GetAsync(Key(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Text_of_any_script_and_size_survives()
    {
        var cache = CreateCache();
        foreach (var text in Texts.Append(new string('\u6587', 100_000)))
        {
            await cache.SetAsync(Key(1), Entry(text), TestContext.Current.CancellationToken);

            Assert.Equal(text, (await cache.GetAsync(Key(1), TestContext.Current.CancellationToken))?.Completion.Text);
        }
    }

    [Fact]
    public async Task A_cancelled_caller_gets_no_answer()
    {
        var cache = CreateCache();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cache.GetAsync(Key(1), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cache.SetAsync(Key(1), Entry("answer"), cancelled.Token));
    }

    [Fact]
    public async Task Many_threads_read_and_write_whole_entries()
    {
        var cache = CreateCache();

        await Parallel.ForAsync(0, 2_000, TestContext.Current.CancellationToken, async (i, token) =>
        {
            var key = i % 7;
            await cache.SetAsync(Key(key), Entry($"{key}:{i}"), token);
            if (await cache.GetAsync(Key(i * 3 % 7), token) is { } found)
            {
                Assert.StartsWith($"{i * 3 % 7}:", found.Completion.Text, StringComparison.Ordinal);
            }
        });
    }

    protected static string Key(int number) => number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);

    protected CachedResponse Entry(string text) => new()
    {
        Completion = new()
        {
            Text = text,
            Chunks = [new(1, TimeSpan.FromMilliseconds(3)), new(text.Length, TimeSpan.FromMilliseconds(5))],
            ToolCalls = [new("id", "tool", "{\"a\":1}")],
            Reasoning = "because",
            FinishReason = "stop",
            ModelId = "large-2026",
            Usage = new() { InputTokens = 3, OutputTokens = 4, ReasoningTokens = 1 },
        },
        Model = "large",
        StoredAt = Time.GetUtcNow(),
        ExpiresAt = Time.GetUtcNow() + TimeSpan.FromMinutes(10),
        Source = new Guid("0198c0de-0000-7000-8000-000000000001"),
    };
}
