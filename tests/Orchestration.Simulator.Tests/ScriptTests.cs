using System.Text.Json;
using Orchestration.Testing;

namespace Orchestration.Simulator.Tests;

/// <summary>What a script says, and when it holds.</summary>
public sealed class ScriptTests
{
    [Fact]
    public async Task Faults_come_on_the_requests_that_their_rules_name()
    {
        await using var server = await Servers.StartAsync(new ModelScript
        {
            FaultSequence = [new HttpError { Status = 500 }, null],
            Faults = [new HttpError { Status = 503 }.OnRequests(1, 3), new HttpError { Status = 502 }.EveryNth(4), new RateLimited().Always() with { Streaming = true }],
        });

        Assert.Equal([500, 200, 503, 502, 200], await StatusesAsync(server, 5));
        Assert.Equal(429, (await RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: true))).Status);
    }

    [Fact]
    public async Task Faults_by_chance_are_the_same_in_every_run_of_a_seed()
    {
        var model = new ModelScript { Faults = [new HttpError().WithProbability(0.3)] };
        await using var first = await Servers.StartAsync(model);
        await using var second = await Servers.StartAsync(model);
        await using var other = await Servers.StartAsync(SimulatorScript.For(model) with { Seed = 2 });

        var statuses = await StatusesAsync(first, 200);

        Assert.Equal(statuses, await StatusesAsync(second, 200));
        Assert.NotEqual(statuses, await StatusesAsync(other, 200));
        Assert.InRange(statuses.Count(static status => status == 500), 40, 80);
    }

    [Fact]
    public async Task An_outage_lasts_from_and_until_its_times_after_the_start()
    {
        var time = new ManualTime();
        await using var server = await Servers.StartAsync(new ModelScript { Faults = [new HttpError { Status = 503 }.Between(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2))] }, time);

        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            statuses.AddRange(await StatusesAsync(server, 1));
            time.Advance(TimeSpan.FromMinutes(1));
        }

        server.Reset();
        statuses.AddRange(await StatusesAsync(server, 1));
        Assert.Equal([200, 503, 200, 200], statuses);
    }

    [Fact]
    public async Task A_limit_a_minute_refuses_what_is_beyond_it_until_the_minute_is_over()
    {
        var time = new ManualTime();
        await using var server = await Servers.StartAsync(new ModelScript { RequestsPerMinute = 2 }, time);

        var statuses = await StatusesAsync(server, 3);
        time.Advance(TimeSpan.FromSeconds(20));
        var refused = await RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: false));
        time.Advance(TimeSpan.FromSeconds(40));

        statuses.AddRange(await StatusesAsync(server, 1));
        Assert.Equal([200, 200, 429, 200], statuses);
        Assert.Contains("Retry-After: 40", refused.Head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("x-ratelimit-remaining-requests: 0", refused.Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_come_at_the_pace_of_the_clock()
    {
        var time = new ManualTime();
        var pace = new Pace { Latency = TimeSpan.FromSeconds(1), TimeToFirstToken = TimeSpan.FromSeconds(2), TokensPerSecond = 2, TokensPerChunk = 2 };
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer("one two three four"), Pace = pace }, time);

        using var client = await RawClient.PostAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: true));
        await StepAsync(1, "");
        await StepAsync(2, "one two");
        await StepAsync(1, "one two three four");

        Assert.Equal(TimeSpan.FromSeconds(4), (await server.ServedAsync()).Duration);

        async Task StepAsync(int seconds, string text)
        {
            await time.UntilWaitedForAsync();
            time.Advance(TimeSpan.FromSeconds(seconds));
            await client.ReceiveAsync(response => response.Head.Length > 0 && Requests.TextOf(response.Body) == text);
            Assert.Equal(text, Requests.TextOf(client.Response.Body));
        }
    }

    [Fact]
    public async Task A_whole_answer_takes_as_long_as_its_stream()
    {
        var time = new ManualTime();
        var pace = new Pace { Latency = TimeSpan.FromSeconds(1), TimeToFirstToken = TimeSpan.FromSeconds(2), TokensPerSecond = 2 };
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer("one two three four"), Pace = pace }, time);

        var answer = RawClient.AskAsync(server, Requests.Messages, Requests.Of(Requests.Messages, isStreaming: false));
        foreach (var seconds in (int[])[1, 2, 2])
        {
            await time.UntilWaitedForAsync();
            Assert.False(answer.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(seconds));
        }

        Assert.Equal("one two three four", Requests.TextOf((await answer).Body));
    }

    [Fact]
    public async Task Quality_is_the_share_of_prompts_that_are_answered_well_and_stays_with_the_prompt()
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer("Bern"), Quality = 0.7 });

        foreach (var round in (int[])[1, 2])
        {
            for (var i = 0; i < 100; i++)
            {
                var answer = await RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: round == 1, text: $"Question {i}?"));
                var served = await server.ServedAsync(((round - 1) * 100) + i + 1);
                Assert.Equal(served.IsGood, Requests.TextOf(answer.Body) == "Bern");
            }
        }

        var good = server.Requests.Select(static request => request.IsGood).ToList();
        Assert.InRange(good.Take(100).Count(static isGood => isGood), 55, 85);
        Assert.Equal(good.Take(100), good.Skip(100));
    }

    [Fact]
    public async Task The_same_prompt_gets_the_same_answer_in_every_protocol_and_another_prompt_another()
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new GeneratedAnswer(20) });

        var texts = new List<string>();
        foreach (var path in (string[])[Requests.Chat, Requests.Responses, Requests.Messages, Requests.Gemini, Requests.OllamaChat])
        {
            texts.Add(Requests.TextOf((await RawClient.AskAsync(server, path, Requests.Of(path, isStreaming: false))).Body));
        }

        Assert.Single(texts.Distinct());
        Assert.Equal(20, texts[0].Split(' ').Length);
        Assert.NotEqual(texts[0], Requests.TextOf((await RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: false, text: "And the sea?"))).Body));
    }

    [Fact]
    public async Task Answers_can_depend_on_the_prompt()
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new EchoAnswer(), AnswersTo = [new AnswerTo("SKY", new TextAnswer("It scatters."))] });

        var sky = await RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: true));
        var sea = await RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: true, text: "And the sea?"));

        Assert.Equal(("It scatters.", "And the sea?"), (Requests.TextOf(sky.Body), Requests.TextOf(sea.Body)));
    }

    [Fact]
    public void A_script_survives_JSON()
    {
        var script = SimulatorScript.Demo with { ApiKey = "k", Otherwise = new ModelScript { Answer = new ToolCallAnswer { Calls = [new ScriptedCall("t")] }, PromptCaching = new PromptCaching() } };

        Assert.Equal(script.ToJson(), SimulatorScript.Parse(script.ToJson()).ToJson());
    }

    [Fact]
    public void A_script_is_read_as_people_write_it()
    {
        var script = SimulatorScript.Parse("""
            {
              // Comments and trailing commas are welcome.
              "models": [{
                "model": "gpt-*", "pace": { "timeToFirstToken": "250ms", "tokensPerSecond": 80 },
                "faultSequence": [null, { "kind": "rateLimited", "retryAfter": "1.5s", "form": "date" }],
                "faults": [{ "fault": { "kind": "httpError", "status": 503 }, "from": "1m", "until": "1h" }],
              }],
            }
            """);

        var model = Assert.Single(script.Models);
        Assert.Equal((TimeSpan.FromMilliseconds(250), 80), (model.Pace.TimeToFirstToken, model.Pace.TokensPerSecond));
        Assert.Equal(new RateLimited { RetryAfter = TimeSpan.FromSeconds(1.5), Form = RetryAfterForm.Date }, model.FaultSequence[1]);
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)), (model.Faults[0].From, model.Faults[0].Until));
    }

    [Fact]
    public async Task The_script_of_the_README_is_one()
    {
        var readme = await File.ReadAllTextAsync(Repository.PathOf("tests", "Orchestration.Simulator", "README.md"), TestContext.Current.CancellationToken);

        var script = SimulatorScript.Parse(readme.Split("```json")[1].Split("```")[0]);

        Assert.Equal(["gpt-*", "claude-*", "llama*"], script.Models.Select(static model => model.Model));
        Assert.Null(script.Otherwise);
    }

    [Theory]
    [InlineData("""{"models":[{"qualty":1}]}""", typeof(JsonException))]
    [InlineData("""{"models":[{"faultSequence":[{"kind":"nonsense"}]}]}""", typeof(JsonException))]
    [InlineData("""{"models":[{"pace":{"latency":"soon"}}]}""", typeof(JsonException))]
    [InlineData("""{"models":[{"quality":1.5}]}""", typeof(ArgumentException))]
    [InlineData("""{"models":[{"pace":{"tokensPerSecond":0}}]}""", typeof(ArgumentException))]
    [InlineData("""{"models":[{"faults":[{"fault":{"kind":"httpError","status":200}}]}]}""", typeof(ArgumentException))]
    public void A_script_that_cannot_hold_is_refused(string json, Type error) => Assert.IsType(error, Record.Exception(() => SimulatorScript.Parse(json)), exactMatch: false);

    private static async Task<List<int>> StatusesAsync(SimulatorServer server, int count)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            statuses.Add((await RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: false))).Status);
        }

        return statuses;
    }
}
