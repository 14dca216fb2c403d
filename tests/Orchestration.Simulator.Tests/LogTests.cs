using System.Text.Json;
using Orchestration.Testing;

namespace Orchestration.Simulator.Tests;

/// <summary>The log: the truth that others are checked against.</summary>
public sealed class LogTests
{
    [Fact]
    public async Task A_served_request_is_told_in_full()
    {
        var time = new ManualTime();
        var price = new PriceProfile { InputUsd = 2, OutputUsd = 10 };
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer("one two three"), Price = price, Faults = [new Pings().Always()] }, time);

        var response = await RawClient.AskAsync(server, "/endpoint-a" + Requests.Chat, Requests.Of(Requests.Chat, isStreaming: true));

        var served = Assert.Single(server.Requests);
        Assert.Equal((1, time.GetUtcNow(), Protocol.OpenAIChat, "/endpoint-a/v1/chat/completions", "m", true, 200),
            (served.Number, served.At, served.Protocol, served.Path, served.Model, served.IsStreaming, served.Status));
        Assert.Equal("Why is the sky blue?", served.Body!.Value.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.Equal([new Pings()], served.Faults);
        Assert.Equal((3, System.Text.Encoding.UTF8.GetByteCount(response.Body)), (served.TokensSent, served.BytesSent));
        Assert.Equal(((served.Billed.Input * 2m) + 30) / 1_000_000, served.CostUsd);
        Assert.Contains($"x-request-id: {served.Id}", response.Head, StringComparison.Ordinal);
        Assert.Equal(served.CostUsd, Assert.Single(server.Totals).CostUsd);
    }

    [Fact]
    public async Task A_client_that_leaves_is_billed_for_what_it_got()
    {
        var time = new ManualTime();
        await using var server = await Servers.StartAsync(
            new ModelScript { Answer = new TextAnswer("one two three"), Price = new PriceProfile { OutputUsd = 1 }, Pace = new Pace { TokensPerSecond = 1 } }, time);

        using (var client = await RawClient.PostAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: true)))
        {
            await client.ReceiveAsync(static response => Requests.TextOf(response.Body) == "one");
        }

        var served = await server.ServedAsync();
        Assert.Equal((Delivery.Cancelled, 1, 0.000001m), (served.Delivery, served.TokensSent, served.CostUsd));
    }

    [Fact]
    public async Task A_client_that_leaves_before_the_headers_is_billed_nothing()
    {
        var time = new ManualTime();
        await using var server = await Servers.StartAsync(new ModelScript { Pace = new Pace { Latency = TimeSpan.FromSeconds(1) } }, time);

        using (await RawClient.PostAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: false)))
        {
            await time.UntilWaitedForAsync();
        }

        var served = await server.ServedAsync();
        Assert.Equal((Delivery.Cancelled, 0, default(BilledTokens)), (served.Delivery, served.Status, served.Billed));
    }

    [Fact]
    public async Task Thoughts_that_are_not_shown_are_billed_with_the_first_token()
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer("one two three"), ReasoningTokens = 10, Faults = [new Truncated { AtToken = 1 }.Always()] });

        await RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: true));

        var served = await server.ServedAsync();
        Assert.Equal((1, 11, 10), (served.TokensSent, served.Billed.Output, served.Billed.Reasoning));
    }

    [Fact]
    public async Task The_log_can_be_read_and_emptied_over_HTTP()
    {
        await using var server = await Servers.SayAsync("one", new UnknownEvents());
        using var http = new HttpClient { BaseAddress = server.Address };
        await RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: false));

        var log = JsonElement.Parse(await http.GetStringAsync(new Uri("simulator/requests", UriKind.Relative), TestContext.Current.CancellationToken));
        using var reset = await http.PostAsync(new Uri("simulator/reset", UriKind.Relative), null, TestContext.Current.CancellationToken);

        Assert.Equal("m", log[0].GetProperty("body").GetProperty("model").GetString());
        Assert.Equal("unknownEvents", log[0].GetProperty("faults")[0].GetProperty("kind").GetString());
        Assert.True(reset.IsSuccessStatusCode);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Many_clients_at_once_are_each_served_and_counted_once()
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new GeneratedAnswer(50), Faults = [new ConnectionReset { AtToken = 25 }.EveryNth(10)] });

        var responses = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: true, text: $"Question {i % 7}?"))));
        await server.WaitForAsync(200, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(1, 200), server.Requests.Select(static request => request.Number).Order());
        Assert.Equal(200, server.Requests.Select(static request => request.Id).Distinct().Count());
        Assert.Equal(20, responses.Count(static response => response.Ending == RawEnding.Reset));
        Assert.Equal((180 * 50) + (20 * 25), server.Requests.Sum(static request => request.TokensSent));
        Assert.Equal(20, server.Requests.Count(static request => request.Delivery == Delivery.Cut));
        Assert.Equal(0, server.InFlight);
    }

    [Fact]
    public async Task Stopping_cuts_what_is_under_way()
    {
        var server = await Servers.SayAsync("one two", new Stalled { AtToken = 1 });
        using var client = await RawClient.PostAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: true));
        await client.ReceiveAsync(static response => Requests.TextOf(response.Body) == "one");

        await server.DisposeAsync();

        Assert.Equal(Delivery.Cut, Assert.Single(server.Requests).Delivery);
    }
}
