using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Chat;
using Orchestration.Core.Tests.Testing;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Routing;

public sealed class SpreadRouteTests
{
    private static readonly StepPolicy Spread = Steps.Once with { Route = "spread" };
    private static readonly string Long = new('x', 8_000);

    private readonly ScriptedChatClient _east = new ScriptedChatClient().Says("east");
    private readonly ScriptedChatClient _west = new ScriptedChatClient().Says("west");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Short_prompts_take_turns()
    {
        using var runtime = Runtime(_east, _west);

        Assert.Equal(["east", "west", "east", "west"], await AskAsync(runtime, "a", "b", "c", "d"));
    }

    [Fact]
    public async Task A_conversation_stays_with_the_endpoint_that_has_seen_its_beginning()
    {
        using var runtime = Runtime(_east, _west);
        var client = runtime.Orchestrator.AsChatClient(Spread);
        List<ChatMessage> first = [new(ChatRole.System, Long), new(ChatRole.User, "first")];
        List<ChatMessage> second = [new(ChatRole.System, "other " + Long), new(ChatRole.User, "second")];

        var answers = new List<string>();
        foreach (var conversation in new[] { first, second, first, first, second })
        {
            var answer = await client.GetResponseAsync(conversation, cancellationToken: Token);
            answers.Add(answer.Text);
            conversation.AddRange([.. answer.Messages, new ChatMessage(ChatRole.User, "go on")]);
        }

        Assert.Equal(["east", "west", "east", "east", "west"], answers);
    }

    [Fact]
    public async Task It_moves_on_when_the_providers_cache_has_gone_cold()
    {
        using var runtime = Runtime(_east, _west);

        Assert.Equal(["east"], await AskAsync(runtime, Long));
        runtime.Time.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(["west", "west"], await AskAsync(runtime, Long, Long));
    }

    [Fact]
    public async Task An_endpoint_that_fails_hands_its_conversations_over()
    {
        var failing = new ScriptedChatClient().Says("east").Fails(FailureReason.ServerError).Says("east again");
        using var runtime = Runtime(failing, _west);

        Assert.Equal(["east", "west", "west"], await AskAsync(runtime, Long, Long, Long));
    }

    [Fact]
    public async Task The_endpoints_share_cached_answers()
    {
        using var runtime = Runtime(_east, _west);
        var policy = Spread with { Cache = new CachePolicy { TimeToLive = TimeSpan.FromHours(1) } };

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("east", (await runtime.Orchestrator.RunAsync(Steps.Ask(policy), "same", cancellationToken: Token)).Value);
            await runtime.Orchestrator.RunAsync(Steps.Ask(Spread), $"other {i}", cancellationToken: Token);
        }

        Assert.Single(_east.Requests, static request => request.LastText == "same");
    }

    private static TestRuntime Runtime(ScriptedChatClient east, ScriptedChatClient west) => new(builder => builder
        .AddModel("gpt@east", east, TestRuntime.OneDollarAMillion)
        .AddModel("gpt@west", west, TestRuntime.OneDollarAMillion)
        .AddSpreadRoute("spread", "gpt@east", "gpt@west"));

    private static async Task<List<string>> AskAsync(TestRuntime runtime, params string[] prompts)
    {
        var answers = new List<string>();
        foreach (var prompt in prompts)
        {
            answers.Add((await runtime.Orchestrator.RunAsync(Steps.Ask(Spread), prompt, cancellationToken: Token)).Value);
        }

        return answers;
    }
}
