using System.Globalization;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Core.Tests.Models;

public sealed class TokenCalibrationTests
{
    private const string Sentence = "The old library stood at the corner of the square, and its doors opened at nine in the morning. ";

    private readonly TokenCalibration _calibration = new(TokenFamily.O200k);

    [Fact]
    public void Before_its_first_report_it_says_what_the_family_says_and_reserves_two_fifths_more()
    {
        var profile = Request(20);

        Assert.Equal(TokenFamily.O200k.OfRequest(profile), _calibration.Estimate(profile), tolerance: 1);
        Assert.InRange(_calibration.UpperBound(profile), _calibration.Estimate(profile) * 1.39, _calibration.Estimate(profile) * 1.41);
    }

    [Fact]
    public void A_denser_vocabulary_is_learned_from_long_requests()
    {
        for (var i = 0; i < 20; i++)
        {
            var learned = Request(20 + i);
            _calibration.Observe(learned, (long)(TokenFamily.O200k.OfRequest(learned) * 1.3));
        }

        var profile = Request(100);
        var truth = TokenFamily.O200k.OfRequest(profile) * 1.3;
        Assert.InRange(_calibration.Estimate(profile), truth * 0.97, truth * 1.03);
        Assert.InRange(_calibration.Factor, 1.25, 1.35);
        Assert.InRange(_calibration.EstimateOutput(Sentence), 22, 32);
    }

    [Fact]
    public void What_a_tool_set_adds_is_known_after_its_first_report()
    {
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(static (string city) => city.Length, "weather", "The weather of a city.")] };
        _calibration.Observe(Request(1, options), 300);

        Assert.InRange(_calibration.Estimate(Request(2, options)), 300 + 17, 300 + 27);
        Assert.InRange(_calibration.Estimate(Request(2)), 1, 60);
    }

    [Fact]
    public void One_report_that_cannot_be_true_moves_little()
    {
        var profile = Request(20);
        for (var i = 0; i < 10; i++)
        {
            _calibration.Observe(profile, _calibration.Estimate(profile));
        }

        var before = _calibration.Estimate(profile);
        _calibration.Observe(profile, before * 50);

        Assert.InRange(_calibration.Estimate(profile), before * 0.95, before * 1.1);
    }

    [Fact]
    public void Requests_whose_tokens_no_text_shows_teach_nothing()
    {
        var image = RequestProfile.Of([new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])]);

        _calibration.Observe(image, 9_000);
        _calibration.Observe(Request(5), 0);

        Assert.Equal(0, _calibration.Observations);
        Assert.True(_calibration.UpperBound(image) >= TokenEstimate.PerImage);
    }

    [Fact]
    public void The_bound_of_reservations_comes_to_hold_for_nineteen_of_twenty()
    {
        var random = new Random(5);
        var (within, of) = (0, 0);
        for (var i = 0; i < 2_000; i++)
        {
            var profile = Request(10 + random.Next(40));
            var reported = (long)(TokenFamily.O200k.OfRequest(profile) * (0.8 + (0.8 * random.NextDouble())));
            if (i >= 500)
            {
                of++;
                within += reported <= _calibration.UpperBound(profile) ? 1 : 0;
            }

            _calibration.Observe(profile, reported);
        }

        Assert.InRange((double)within / of, 0.92, 0.98);
    }

    [Fact]
    public void Many_threads_may_ask_and_teach_at_once()
    {
        Parallel.For(0, 2_000, i =>
        {
            var profile = Request(1 + (i % 7));
            _calibration.Observe(profile, _calibration.Estimate(profile));
        });

        Assert.Equal(2_000, _calibration.Observations);
        Assert.InRange(_calibration.Factor, 0.9, 1.1);
    }

    [Theory]
    [InlineData("openai", "gpt-4o-mini", "o200k")]
    [InlineData("openai", "gpt-4-turbo", "cl100k")]
    [InlineData("openai", "gpt-4.1", "o200k")]
    [InlineData("openai", "gpt-5.6-sol", "o200k, reasoning")]
    [InlineData("groq", "openai/gpt-oss-120b", "gpt-oss")]
    [InlineData("openrouter", "anthropic/claude-haiku-4.5", "claude 4.5")]
    [InlineData("anthropic", "claude-sonnet-4-20250514", "claude 4")]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", "claude 4.5")]
    [InlineData("anthropic", "claude-3-haiku-20240307", "claude 3")]
    [InlineData("anthropic", "claude-opus-4-8", "claude 5")]
    [InlineData("ollama", "qwen3:4b", "qwen")]
    [InlineData("ollama", "mixtral", "mistral")]
    [InlineData("gcp.gemini", "my-tuned-model", "gemini")]
    [InlineData("azure.ai.openai", "my-deployment", "o200k")]
    [InlineData(null, null, "other")]
    public void The_family_follows_from_the_name_else_from_who_serves_it(string? provider, string? model, string family) =>
        Assert.Equal(family, TokenFamily.For(provider, model).Name);

    [Fact]
    public void Every_family_counts_an_ordinary_text_within_a_third_of_another()
    {
        var profile = Request(200);

        foreach (var model in (string[])["gpt-4o", "gpt-3.5-turbo", "gemini-2.5-flash", "claude-sonnet-4-5", "llama3", "qwen3", "mistral-large", "deepseek-chat", "kimi"])
        {
            Assert.InRange(TokenFamily.For(null, model).OfRequest(profile) / TokenFamily.O200k.OfRequest(profile), 0.75, 1.34);
        }
    }

    [Fact]
    public void Profile_and_estimate_allocate_nothing()
    {
        List<ChatMessage> messages = [new(ChatRole.User, Sentence + "Größe 中文 😀")];
        var options = new ChatOptions { Instructions = "Be brief." };
        _ = _calibration.Estimate(RequestProfile.Of(messages, options));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _ = _calibration.Estimate(RequestProfile.Of(messages, options));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static RequestProfile Request(int sentences, ChatOptions? options = null) =>
        RequestProfile.Of([new ChatMessage(ChatRole.User, string.Create(CultureInfo.InvariantCulture, $"{string.Concat(Enumerable.Repeat(Sentence, sentences))}"))], options);
}
