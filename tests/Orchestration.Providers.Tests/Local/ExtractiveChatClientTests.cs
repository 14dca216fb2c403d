using System.Globalization;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Local;

namespace Orchestration.Providers.Tests.Local;

public sealed class ExtractiveChatClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_request_gives_the_same_bytes_in_every_culture()
    {
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.Json };
        var answers = new List<string>();
        var before = CultureInfo.CurrentCulture;

        foreach (string culture in new[] { "", "tr-TR", "de-DE", "ar-SA", "th-TH" })
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var text = await Samples.Ask("INDICATE 3 facts about HIVES.\n" + Samples.Sources);
            var json = await Samples.Ask("INDICATE 3 facts about HIVES.\n" + Samples.Sources, options);
            answers.Add($"{text.ResponseId} {text.Text} {json.Text}");
        }

        CultureInfo.CurrentCulture = before;
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task The_stream_joins_to_the_whole_and_ends_with_its_reason_and_usage()
    {
        var messages = new[] { new ChatMessage(ChatRole.User, "Write about 100 words on bees.\n" + Samples.Sources) };
        using var model = new ExtractiveChatClient();

        var updates = await model.GetStreamingResponseAsync(messages, cancellationToken: Cancellation).ToListAsync(Cancellation);
        var whole = await model.GetResponseAsync(messages, cancellationToken: Cancellation);

        Assert.Equal(whole.Text, string.Concat(updates.Select(static update => update.Text)));
        Assert.All(updates.SkipLast(2), static update => Assert.InRange(Words.Count(update.Text), 3, 7));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        var usage = Assert.Single(updates[^1].Contents.OfType<UsageContent>()).Details;
        Assert.Equal((messages[0].Text.Length + 3) / 4, usage.InputTokenCount);
        Assert.Equal((whole.Text.Length + 3) / 4, usage.OutputTokenCount);
        Assert.Equal("local-extractive", whole.ModelId);
        Assert.Equal(whole.ResponseId, updates[0].ResponseId);
    }

    [Fact]
    public async Task The_limit_of_tokens_cuts_the_answer_and_says_so()
    {
        var answer = await Samples.Ask("Write about 100 words on bees.\n" + Samples.Sources, new ChatOptions { MaxOutputTokens = 10 });

        Assert.Equal(40, answer.Text.Length);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.Equal(10, answer.Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task A_stop_sequence_ends_the_answer_before_it()
    {
        string whole = await Samples.TextOf("Write about 100 words on bees.");
        string stop = whole.Substring(50, 9);

        var answer = await Samples.Ask("Write about 100 words on bees.\n" + Samples.Sources, new ChatOptions { StopSequences = ["not there", stop] });

        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], answer.Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
    }

    [Fact]
    public async Task Cancelling_ends_the_stream_between_two_pieces()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        int pieces = 0;

        async Task Read()
        {
            var messages = new[] { new ChatMessage(ChatRole.User, "Write about 100 words.\n" + Samples.Sources) };
            await foreach (var update in new ExtractiveChatClient().GetStreamingResponseAsync(messages, cancellationToken: source.Token))
            {
                pieces++;
                await source.CancelAsync();
            }
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(Read);
        Assert.Equal(1, pieces);
    }

    [Fact]
    public async Task A_paced_answer_waits_for_its_clock()
    {
        var options = new ExtractiveOptions { TokensPerSecond = 10, TimeProvider = new InstantTime() };
        var time = (InstantTime)options.TimeProvider;

        var answer = await new ExtractiveChatClient(options).GetResponseAsync("Say 2 sentences.\n" + Samples.Sources, cancellationToken: Cancellation);

        Assert.InRange(time.Waited.TotalSeconds, answer.Usage!.OutputTokenCount!.Value / 10.0, answer.Usage.OutputTokenCount.Value / 5.0);
    }

    [Theory]
    [InlineData("What is the capital of France?")]
    [InlineData("")]
    [InlineData("Summarize.\n<source name=\"empty\"> </source>")]
    public async Task Without_material_it_says_what_it_is(string prompt)
    {
        var answer = await Samples.Ask(prompt);

        Assert.Contains("extractive model, not a language model", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void It_names_itself_as_local()
    {
        using var model = new ExtractiveChatClient(new ExtractiveOptions { ModelId = "mine" });

        var metadata = model.GetRequiredService<ChatClientMetadata>();

        Assert.Equal(("local", "mine"), (metadata.ProviderName, metadata.DefaultModelId));
        Assert.Same(model, model.GetService<IChatClient>());
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ExtractiveChatClient(new ExtractiveOptions { TokensPerSecond = 0 }));
    }

    /// <summary>A clock on which each timer is due at once, and which adds up what it was asked to wait.</summary>
    private sealed class InstantTime : TimeProvider
    {
        public TimeSpan Waited { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waited += dueTime > TimeSpan.Zero ? dueTime : TimeSpan.Zero;
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
