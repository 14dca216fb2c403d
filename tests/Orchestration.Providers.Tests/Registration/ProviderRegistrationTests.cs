using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.DependencyInjection;
using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Providers.Gemini;
using Orchestration.Providers.Llama;
using Orchestration.Providers.OpenAI;
using Orchestration.Runs;

namespace Orchestration.Providers.Tests.Registration;

public sealed class ProviderRegistrationTests
{
    private const string Responses = """{"id":"r","object":"response","status":"completed","model":"m","output":[{"type":"message","id":"i","role":"assistant","content":[{"type":"output_text","text":"Yes.","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}""";
    private const string Completion = """{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Yes."},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";
    private const string Message = """{"id":"a","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Yes."}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""";
    private const string Candidates = """{"candidates":[{"content":{"role":"model","parts":[{"text":"Yes."}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}""";
    private const string Line = """{"model":"m","message":{"role":"assistant","content":"Yes."},"done":true,"done_reason":"stop","prompt_eval_count":1,"eval_count":1}""";

    public static TheoryData<string, string, string, string> Providers => new()
    {
        { "openai", "openai:m", Responses, "https://api.openai.com/v1/responses" },
        { "groq", "openai:m", Completion, "https://api.groq.com/openai/v1/chat/completions" },
        { "openai-chat", "openai:m", Completion, "https://api.openai.com/v1/chat/completions" },
        { "anthropic", "anthropic:m", Message, "https://api.anthropic.com/v1/messages" },
        { "gemini", "gemini:m", Candidates, "https://generativelanguage.googleapis.com/v1beta/models/m:streamGenerateContent?alt=sse" },
        { "ollama", "llama:m", Line, "http://box.test:11434/api/chat" },
        { "llamacpp", "llama:m", Completion, "http://box.test:8080/v1/chat/completions" },
    };

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_registered_model_answers_a_run_through_the_HTTP_client_of_its_name(string provider, string httpName, string answer, string address)
    {
        using var handler = StubHandler.Of(answer);
        var services = new ServiceCollection();
        Add(services.AddOrchestration(), provider);
        services.AddHttpClient(httpName).ConfigurePrimaryHttpMessageHandler(() => handler);
        await using var root = services.BuildServiceProvider();

        var result = await root.GetRequiredService<IOrchestrator>().RunAsync(Asking("m"), "Well?", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("Yes.", result.Value);
        Assert.Equal(address, Assert.Single(handler.Sent).Address.AbsoluteUri);
    }

    [Theory]
    [InlineData("openai", "OPENAI_API_KEY")]
    [InlineData("anthropic", "ANTHROPIC_API_KEY")]
    [InlineData("gemini", "GEMINI_API_KEY")]
    public void A_missing_key_is_told_when_the_runtime_starts_with_the_option_and_the_variable(string provider, string variable)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(variable) is not null || Environment.GetEnvironmentVariable("GOOGLE_API_KEY") is not null, "A key is set in the environment.");
        var services = new ServiceCollection();
        _ = provider switch
        {
            "openai" => services.AddOrchestration().AddOpenAI(["m"]),
            "anthropic" => services.AddOrchestration().AddAnthropic(["m"]),
            _ => services.AddOrchestration().AddGemini(["m"]),
        };
        using var root = services.BuildServiceProvider();

        var error = Assert.Throws<InvalidOperationException>(() => root.GetRequiredService<IOrchestrator>());

        Assert.Contains("ApiKey", error.Message, StringComparison.Ordinal);
        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_call_has_options_and_an_HTTP_client_of_its_own_and_one_model_may_stand_at_two_endpoints()
    {
        using var near = StubHandler.Of(Completion);
        using var far = StubHandler.Of(Completion);
        var services = new ServiceCollection();
        services.AddHttpClient("openai:near").ConfigurePrimaryHttpMessageHandler(() => near);
        services.AddOrchestration()
            .AddOpenAI([KeyValuePair.Create("near", "m")], static options => (options.Dialect, options.ApiKey) = (OpenAIDialect.Groq, "key-1"))
            .AddOpenAI([KeyValuePair.Create("far", "m")], static options => (options.Dialect, options.ApiKey) = (OpenAIDialect.Xai, "key-2"));
        services.AddHttpClient("openai:far").ConfigurePrimaryHttpMessageHandler(() => far);
        await using var root = services.BuildServiceProvider();
        var orchestrator = root.GetRequiredService<IOrchestrator>();

        await orchestrator.RunAsync(Asking("near"), "Well?", cancellationToken: TestContext.Current.CancellationToken);
        await orchestrator.RunAsync(Asking("far"), "Well?", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(("Bearer key-1", "Bearer key-2"), (Assert.Single(near.Sent).Headers["Authorization"], Assert.Single(far.Sent).Headers["Authorization"]));
    }

    [Fact]
    public void The_HTTP_client_leaves_time_to_the_attempt_and_near_servers_to_themselves()
    {
        var services = new ServiceCollection();
        services.AddOrchestration().AddLlama(["near"], static options => options.BaseAddress = new Uri("http://box.test")).AddLlama(["far"], static options => options.BaseAddress = new Uri("https://box.test"));
        using var root = services.BuildServiceProvider();

        Assert.Equal(Timeout.InfiniteTimeSpan, root.GetRequiredService<IHttpClientFactory>().CreateClient("llama:near").Timeout);
        Assert.Equal((false, true), (Sockets("llama:near").UseProxy, Sockets("llama:far").UseProxy));

        SocketsHttpHandler Sockets(string name)
        {
            var handler = root.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name);
            while (handler is DelegatingHandler { InnerHandler: { } inner })
            {
                handler = inner;
            }

            return Assert.IsType<SocketsHttpHandler>(handler);
        }
    }

    [Fact]
    public async Task Embeddings_are_found_by_their_model_and_the_first_also_without_a_name()
    {
        using var handler = StubHandler.Of("""{"embeddings":[[1,2]]}""");
        var services = new ServiceCollection();
        services.AddOrchestration()
            .AddLlamaEmbeddings("nomic", static options => options.BaseAddress = new Uri("http://box.test"))
            .AddOpenAIEmbeddings("small", static options => options.ApiKey = "key", dimensions: 2)
            .AddGeminiEmbeddings("gem", static options => options.ApiKey = "key")
            .AddLlamaEmbeddings("gguf", static options => options.Server = LlamaServer.LlamaCpp);
        services.AddHttpClient("llama:nomic").ConfigurePrimaryHttpMessageHandler(() => handler);
        await using var root = services.BuildServiceProvider();

        var first = root.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

        Assert.Same(first, Keyed("nomic"));
        Assert.IsType<OllamaEmbeddingGenerator>(first);
        Assert.IsType<OpenAIEmbeddingGenerator>(Keyed("small"));
        Assert.IsType<GeminiEmbeddingGenerator>(Keyed("gem"));
        Assert.IsType<OpenAIEmbeddingGenerator>(Keyed("gguf"));
        var embeddings = await first.GenerateAsync(["a"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, embeddings[0].Dimensions);

        IEmbeddingGenerator<string, Embedding<float>> Keyed(string model) => root.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(model);
    }

    [Fact]
    public void No_models_are_refused_at_once() =>
        Assert.Throws<ArgumentException>(static () => new ServiceCollection().AddOrchestration().AddAnthropic(Array.Empty<string>()));

    private static void Add(IOrchestrationBuilder builder, string provider) => _ = provider switch
    {
        "openai" => builder.AddOpenAI(["m"], static options => options.ApiKey = "key"),
        "openai-chat" => builder.AddOpenAI(["m"], static options => (options.ApiKey, options.Api) = ("key", OpenAIApi.ChatCompletions)),
        "groq" => builder.AddOpenAI(["m"], static options => (options.ApiKey, options.Dialect) = ("key", OpenAIDialect.Groq)),
        "anthropic" => builder.AddAnthropic(["m"], static options => options.ApiKey = "key"),
        "gemini" => builder.AddGemini(["m"], static options => options.ApiKey = "key"),
        "ollama" => builder.AddLlama(["m"], static options => options.BaseAddress = new Uri("http://box.test:11434")),
        _ => builder.AddLlama(["m"], static options => (options.Server, options.BaseAddress) = (LlamaServer.LlamaCpp, new Uri("http://box.test:8080"))),
    };

    private static Graph<string, string> Asking(string model) => Graph.Define(
        $"ask-{model}", version: 1, (GraphBuilder g, Step<string> question) => g.Ask("ask", question, static text => Prompt.Text($"{text}"), new StepPolicy { Route = model }));
}
