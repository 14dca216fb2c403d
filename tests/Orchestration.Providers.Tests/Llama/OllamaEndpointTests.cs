using Orchestration.Providers.Llama;

namespace Orchestration.Providers.Tests.Llama;

public sealed class OllamaEndpointTests
{
    [Theory]
    [InlineData(null, "http://127.0.0.1:11434/")]
    [InlineData("", "http://127.0.0.1:11434/")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/")]
    [InlineData(":8000", "http://127.0.0.1:8000/")]
    [InlineData("box", "http://box:11434/")]
    [InlineData("box:99999", "http://box:11434/")]
    [InlineData(" \"10.0.0.7:9000\" ", "http://10.0.0.7:9000/")]
    [InlineData("http://box", "http://box/")]
    [InlineData("https://box/ollama/", "https://box/ollama")]
    [InlineData("[::1]", "http://[::1]:11434/")]
    [InlineData("[::1]:9000", "http://[::1]:9000/")]
    [InlineData("::", "http://[::1]:11434/")]
    [InlineData("ftp://box", "http://127.0.0.1:11434/")]
    public void OLLAMA_HOST_is_read_as_Ollama_reads_it(string? text, string address) => Assert.Equal(address, OllamaHost.Parse(text).AbsoluteUri);

    [Fact]
    public async Task A_key_is_sent_and_a_path_before_the_api_is_kept()
    {
        using var handler = StubHandler.Of("""{"embeddings":[[1,2]],"prompt_eval_count":4}""");
        using var generator = new OllamaEmbeddingGenerator(
            new HttpClient(handler), new LlamaOptions { BaseAddress = new Uri("https://box.test/ollama/"), ApiKey = "secret" }, "m");

        var embeddings = await generator.GenerateAsync(["a"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(("https://box.test/ollama/api/embed", "Bearer secret"), (handler.Sent[0].Address.AbsoluteUri, handler.Sent[0].Headers["Authorization"]));
        Assert.Equal([1f, 2f], embeddings[0].Vector.ToArray());
        Assert.Equal(4, embeddings.Usage?.InputTokenCount);
    }

    [Fact]
    public async Task Old_servers_are_asked_for_one_embedding_a_text()
    {
        using var handler = StubHandler.Of("""{"embedding":[0.5]}""");
        using var generator = new OllamaEmbeddingGenerator(new HttpClient(handler), new LlamaOptions { BaseAddress = new Uri("http://box.test"), UsesOldEmbeddings = true }, "m");

        var embeddings = await generator.GenerateAsync(["a", "b"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["""{"model":"m","prompt":"a"}""", """{"model":"m","prompt":"b"}"""], handler.Sent.Select(static sent => sent.Body));
        Assert.Equal(2, embeddings.Count);
    }

    [Fact]
    public void Options_for_llama_cpp_are_refused() =>
        Assert.Throws<ArgumentException>(() => new OllamaChatClient(new HttpClient(), new LlamaOptions { Server = LlamaServer.LlamaCpp }, "m"));
}
