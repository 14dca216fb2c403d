using Orchestration.Models;
using Orchestration.Providers.OpenAI;

namespace Orchestration.Providers.Tests.OpenAI;

public sealed class EmbeddingTests
{
    [Fact]
    public async Task Vectors_come_as_bytes_or_digits_and_in_the_order_of_their_texts()
    {
        var server = new StubServer("""{"data":[{"index":1,"embedding":[0.5,-1]},{"index":0,"embedding":"AACAPwAAAMA="}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3}}""");
        using var generator = Generator(server);

        var embeddings = await generator.GenerateAsync(["a", "b"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([1f, -2f], embeddings[0].Vector.ToArray());
        Assert.Equal([0.5f, -1f], embeddings[1].Vector.ToArray());
        Assert.Equal(3, embeddings.Usage?.InputTokenCount);
        Assert.Equal("""{"model":"a-model","input":["a","b"],"encoding_format":"base64"}""", server.Sent.GetRawText());
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1]}]}""", FailureReason.InvalidOutput)]
    [InlineData("""{"data":[{"index":0,"embedding":"AAA="}]}""", FailureReason.ServerError)]
    [InlineData("""{"error":{"message":"Slow down","code":"rate_limit_exceeded"}}""", FailureReason.RateLimited)]
    [InlineData("<html>", FailureReason.ServerError)]
    public async Task What_is_not_a_vector_for_each_text_is_a_failure(string body, FailureReason reason)
    {
        using var generator = Generator(new StubServer(body));

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => generator.GenerateAsync(["a", "b"], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(reason, failure.Reason);
    }

    [Fact]
    public async Task Nothing_is_asked_about_no_texts()
    {
        var server = new StubServer("{}");
        using var generator = Generator(server);

        Assert.Empty(await generator.GenerateAsync([], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Null(server.Address);
    }

    private static OpenAIEmbeddingGenerator Generator(StubServer server) => new(new HttpClient(server), new OpenAIOptions { ApiKey = "k" }, "a-model");
}
