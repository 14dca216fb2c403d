using System.Text.Json;
using Orchestration.Providers.OpenAI;

namespace Orchestration.Providers.Tests.OpenAI;

public sealed class ChatUsageTests
{
    [Theory]
    [InlineData("""{"prompt_tokens":12,"completion_tokens":1,"total_tokens":303,"completion_tokens_details":{"reasoning_tokens":290}}""", 12, 291)]
    [InlineData("""{"prompt_tokens":12,"completion_tokens":300,"total_tokens":312,"completion_tokens_details":{"reasoning_tokens":290}}""", 12, 300)]
    [InlineData("""{"prompt_tokens":12,"completion_tokens":1,"completion_tokens_details":{"reasoning_tokens":290}}""", 12, 291)]
    [InlineData("""{"prompt_tokens":11,"completion_tokens":15,"total_tokens":401,"prompt_tokens_details":{"audio_tokens":375}}""", 386, 15)]
    public void All_tokens_are_counted_wherever_the_server_puts_them(string usage, long input, long output)
    {
        var read = ChatUsage.Read(JsonElement.Parse(usage), OpenAIDialect.Xai);

        Assert.Equal((input, output, input + output), (read.InputTokenCount, read.OutputTokenCount, read.TotalTokenCount));
    }

    [Theory]
    [InlineData("""{"prompt_tokens":7,"completion_tokens":8,"prompt_tokens_details":{"cached_tokens":161}}""", 7)]
    [InlineData("""{"prompt_tokens":70,"completion_tokens":8,"prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":6}""", 64)]
    [InlineData("""{"prompt_tokens":70,"completion_tokens":8,"prompt_tokens_details":null,"num_cached_tokens":3}""", 3)]
    public void Cached_tokens_are_found_under_every_name_and_never_more_than_the_prompt(string usage, long cached) =>
        Assert.Equal(cached, ChatUsage.Read(JsonElement.Parse(usage), OpenAIDialect.Compatible).CachedInputTokenCount);

    [Fact]
    public void Counts_without_a_member_keep_their_own_names()
    {
        var read = ChatUsage.Read(JsonElement.Parse("""{"prompt_tokens":9,"completion_tokens":8,"num_sources_used":4,"queue_time":0.1,"prompt_tokens_details":{"cache_write_tokens":5,"image_tokens":2}}"""), OpenAIDialect.Compatible);

        Assert.Equal(
            [("cache_creation_input_tokens", 5), ("num_sources_used", 4), ("prompt_tokens_details.image_tokens", 2)],
            read.AdditionalCounts!.OrderBy(static count => count.Key, StringComparer.Ordinal).Select(static count => (count.Key, count.Value)));
    }
}
