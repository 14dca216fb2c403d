using System.Text.Json;
using Orchestration.Testing;

namespace Orchestration.Simulator.Tests;

/// <summary>Each fault in each protocol, over a socket of our own.</summary>
public sealed class FaultTests
{
    public static TheoryData<string, string> Streams => Requests.Streams;

    public static TheoryData<string, string> Wholes => Requests.Wholes;

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_without_a_fault_ends_as_its_protocol_says(string path, string body)
    {
        await using var server = await StartAsync();

        var response = await RawClient.AskAsync(server, path, body);

        Assert.Equal(RawEnding.Complete, response.Ending);
        Assert.Equal("one two three four five", Requests.TextOf(response.Body));
        Assert.True(Requests.IsEnded(path, response.Body));
        var served = await server.ServedAsync();
        Assert.Equal((5, 5, Delivery.Complete, 200), (served.TokensSent, served.Billed.Output, served.Delivery, served.Status));
    }

    [Theory]
    [MemberData(nameof(Wholes))]
    public async Task A_whole_answer_has_the_text_of_the_stream(string path, string body)
    {
        await using var server = await StartAsync();

        var response = await RawClient.AskAsync(server, path, body);

        Assert.Equal(("one two three four five", RawEnding.Complete), (Requests.TextOf(response.Body), response.Ending));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_reset_at_a_token_comes_right_after_it(string path, string body)
    {
        await using var server = await StartAsync(new ConnectionReset { AtToken = 3 });

        var response = await RawClient.AskAsync(server, path, body);

        Assert.Equal(RawEnding.Reset, response.Ending);
        Assert.Equal("one two three", Requests.TextOf(response.Body));
        var served = await server.ServedAsync();
        Assert.Equal((3, 3, Delivery.Cut), (served.TokensSent, served.Billed.Output, served.Delivery));
    }

    [Theory]
    [InlineData(Requests.Chat, true)]
    [InlineData(Requests.Messages, true)]
    [InlineData(Requests.Chat, false)]
    [InlineData(Requests.Gemini, false)]
    public async Task A_reset_at_a_byte_comes_right_after_it(string path, bool isStreaming)
    {
        await using var server = await StartAsync(new ConnectionReset { AtByte = 333 });

        var response = await RawClient.AskAsync(server, path, Requests.Of(path, isStreaming));

        Assert.Equal((RawEnding.Reset, 333), (response.Ending, response.Body.Length));
        Assert.Equal(333, (await server.ServedAsync()).BytesSent);
    }

    [Fact]
    public async Task A_reset_without_a_place_comes_before_the_headers()
    {
        await using var server = await StartAsync(new ConnectionReset());

        var response = await RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, true));

        Assert.Equal((RawEnding.Reset, ""), (response.Ending, response.Head));
        var served = await server.ServedAsync();
        Assert.Equal((0, default(BilledTokens)), (served.Status, served.Billed));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stall_lasts_until_the_client_leaves(string path, string body)
    {
        await using var server = await StartAsync(new Stalled { AtToken = 2 });

        using (var client = await RawClient.PostAsync(server, path, body))
        {
            await client.ReceiveAsync(static response => Requests.TextOf(response.Body) == "one two");
            Assert.Equal(1, server.InFlight);
        }

        var served = await server.ServedAsync();
        Assert.Equal((2, Delivery.Cancelled), (served.TokensSent, served.Delivery));
    }

    [Fact]
    public async Task A_stall_without_a_place_holds_back_the_headers()
    {
        await using var server = await StartAsync(new Stalled());

        using (await RawClient.PostAsync(server, Requests.Chat, Requests.Of(Requests.Chat, true)))
        {
            while (server.InFlight == 0)
            {
                await Task.Yield();
            }
        }

        Assert.Equal((0, Delivery.Cancelled), ((await server.ServedAsync()).Status, server.Requests[0].Delivery));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_truncated_stream_ends_for_HTTP_but_not_for_its_protocol(string path, string body)
    {
        await using var server = await StartAsync(new Truncated { AtToken = 99 });

        var response = await RawClient.AskAsync(server, path, body);

        Assert.Equal((RawEnding.Complete, "one two three four five"), (response.Ending, Requests.TextOf(response.Body)));
        Assert.False(Requests.IsEnded(path, response.Body));
        Assert.Equal(Delivery.Cut, (await server.ServedAsync()).Delivery);
    }

    [Theory]
    [MemberData(nameof(Wholes))]
    public async Task A_truncated_body_is_half_a_JSON_object(string path, string body)
    {
        await using var server = await StartAsync(new Truncated { AtToken = 3 });

        var response = await RawClient.AskAsync(server, path, body);

        Assert.Equal((RawEnding.Complete, 200), (response.Ending, response.Status));
        Assert.ThrowsAny<JsonException>(() => JsonElement.Parse(response.Body));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_malformed_event_stands_between_good_ones(string path, string body)
    {
        await using var server = await StartAsync(new MalformedEvent { AtToken = 2 });

        var response = await RawClient.AskAsync(server, path, body);

        Assert.True(Requests.IsEnded(path, response.Body));
        var broken = path == Requests.GeminiArray ? [response.Body] : response.Body.Split('\n').Select(static line => line.Trim()).Where(static line =>
            line.StartsWith("data: {", StringComparison.Ordinal) || line.StartsWith('{')).Select(static line => line[line.IndexOf('{')..]).Where(IsBroken).ToArray();
        Assert.True(IsBroken(Assert.Single(broken)));

        static bool IsBroken(string json)
        {
            try
            {
                return JsonElement.Parse(json).ValueKind == JsonValueKind.Undefined;
            }
            catch (JsonException)
            {
                return true;
            }
        }
    }

    [Theory]
    [InlineData(Requests.Chat, "data: {\"error\":{", "server_is_overloaded")]
    [InlineData(Requests.Responses, "event: error\n", "server_is_overloaded")]
    [InlineData(Requests.Messages, "event: error\ndata: {\"type\":\"error\",\"error\":{\"details\":null,\"type\":\"overloaded_error\"", "Overloaded")]
    [InlineData(Requests.GeminiEvents, "\r\n\r\n{\"error\":{\"code\":503", "UNAVAILABLE")]
    [InlineData(Requests.GeminiArray, "\n,\n{\"error\":{\"code\":503", "UNAVAILABLE")]
    [InlineData(Requests.OllamaChat, "\n{\"error\":\"", "server busy")]
    public async Task An_overload_can_come_in_the_middle_of_a_200_stream(string path, string start, string said)
    {
        await using var server = await StartAsync(new Overloaded { AtToken = 2 });

        var response = await RawClient.AskAsync(server, path, Requests.Of(path, isStreaming: true));

        Assert.Equal((200, RawEnding.Complete), (response.Status, response.Ending));
        Assert.StartsWith("one two", Requests.TextOf(response.Body), StringComparison.Ordinal);
        Assert.Contains(start, response.Body, StringComparison.Ordinal);
        Assert.Contains(said, response.Body, StringComparison.Ordinal);
        Assert.False(Requests.IsEnded(path, response.Body));
    }

    [Fact]
    public async Task An_overload_can_be_the_first_event_of_a_200_stream()
    {
        await using var server = await StartAsync(new Overloaded { AtToken = 0 });

        var response = await RawClient.AskAsync(server, Requests.Messages, Requests.Of(Requests.Messages, isStreaming: true));

        Assert.Equal(200, response.Status);
        Assert.StartsWith("event: error", response.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Requests.Chat, 503)]
    [InlineData(Requests.Responses, 503)]
    [InlineData(Requests.Messages, 529)]
    [InlineData(Requests.Gemini, 503)]
    [InlineData(Requests.OllamaChat, 503)]
    public async Task An_overload_has_the_status_of_its_provider(string path, int status)
    {
        await using var server = await StartAsync(new Overloaded());

        var response = await RawClient.AskAsync(server, path, Requests.Of(path, isStreaming: true));

        Assert.Equal(status, response.Status);
        Assert.Equal(default, (await server.ServedAsync()).Billed);
    }

    [Theory]
    [InlineData(RetryAfterForm.Seconds, "Retry-After: 2")]
    [InlineData(RetryAfterForm.Milliseconds, "retry-after-ms: 1500")]
    [InlineData(RetryAfterForm.Date, "Retry-After: Thu, 01 Jan 2026 00:00:01 GMT")]
    public async Task A_rate_limit_says_in_its_form_when_to_come_again(RetryAfterForm form, string header)
    {
        var fault = new RateLimited { RetryAfter = TimeSpan.FromSeconds(1.5), Form = form };
        await using var server = await Servers.StartAsync(Script(fault), new ManualTime());

        var response = await RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: true));

        Assert.Equal(429, response.Status);
        Assert.Contains(header, response.Head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Please try again in 1.5s", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gemini_says_in_the_body_when_to_come_again()
    {
        await using var server = await StartAsync(new RateLimited { RetryAfter = TimeSpan.FromSeconds(34.4) });

        var response = await RawClient.AskAsync(server, Requests.GeminiArray, Requests.Of(Requests.GeminiArray, isStreaming: true));

        Assert.DoesNotContain("retry-after", response.Head, StringComparison.OrdinalIgnoreCase);
        var error = JsonElement.Parse(response.Body)[0].GetProperty("error");
        Assert.Equal((429, "RESOURCE_EXHAUSTED"), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
        Assert.Equal("34.4s", error.GetProperty("details")[1].GetProperty("retryDelay").GetString());
    }

    [Theory]
    [InlineData(Requests.Chat, 429, "insufficient_quota")]
    [InlineData(Requests.Responses, 429, "insufficient_quota")]
    [InlineData(Requests.Messages, 400, "credit balance is too low")]
    [InlineData(Requests.Gemini, 429, "PerDay")]
    public async Task An_exhausted_quota_says_so(string path, int status, string said)
    {
        await using var server = await StartAsync(new QuotaExhausted());

        var response = await RawClient.AskAsync(server, path, Requests.Of(path, isStreaming: false));

        Assert.Equal(status, response.Status);
        Assert.Contains(said, response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("retry-after", response.Head + response.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("RetryInfo", response.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Requests.Chat)]
    [InlineData(Requests.Messages)]
    [InlineData(Requests.Gemini)]
    [InlineData(Requests.OllamaChat)]
    public async Task Any_status_comes_with_an_error_body(string path)
    {
        await using var server = await StartAsync();
        foreach (var status in (int[])[400, 401, 403, 404, 413, 500, 502, 503, 504])
        {
            server.Reset(SimulatorScript.For(Script(new HttpError { Status = status })));

            var response = await RawClient.AskAsync(server, path, Requests.Of(path, isStreaming: false));

            Assert.Equal(status, response.Status);
            Assert.True(JsonElement.Parse(response.Body).TryGetProperty("error", out _));
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task What_nobody_knows_and_pings_leave_the_answer_as_it_is(string path, string body)
    {
        await using var server = await StartAsync(new UnknownEvents(), new Pings());

        var response = await RawClient.AskAsync(server, path, body);

        Assert.Equal("one two three four five", Requests.TextOf(response.Body));
        Assert.True(Requests.IsEnded(path, response.Body));
        Assert.Contains("simulated", response.Body, StringComparison.Ordinal);
        Assert.Equal(2, (await server.ServedAsync()).Faults.Count);
    }

    [Fact]
    public async Task A_slow_drip_comes_byte_by_byte()
    {
        var time = new ManualTime();
        await using var server = await Servers.StartAsync(Script(new SlowDrip { Delay = TimeSpan.FromSeconds(1) }), time);

        using var client = await RawClient.PostAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: true));
        for (var bytes = 1; bytes <= 5; bytes++)
        {
            await client.ReceiveAsync(response => response.Body.Length >= bytes);
            Assert.Equal("data:"[..bytes], client.Response.Body);
            await time.UntilWaitedForAsync();
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Theory]
    [InlineData(Requests.Chat, "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":SCHEMA}}")]
    [InlineData(Requests.Responses, "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"schema\":SCHEMA}}")]
    [InlineData(Requests.Messages, "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":SCHEMA}}")]
    [InlineData(Requests.Gemini, "\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":SCHEMA}")]
    [InlineData(Requests.OllamaChat, "\"format\":SCHEMA")]
    public async Task JSON_fits_the_requested_schema_unless_it_shall_be_wrong(string path, string format)
    {
        const string Schema = """{"type":"object","properties":{"city":{"type":"string"},"size":{"type":"integer","minimum":3}},"required":["city","size"],"additionalProperties":false}""";
        await using var server = await Servers.StartAsync(new ModelScript { FaultSequence = [null, new WrongJson()] });
        var body = Requests.Of(path, isStreaming: false)[..^1] + "," + format.Replace("SCHEMA", Schema, StringComparison.Ordinal) + "}";

        var good = Requests.TextOf((await RawClient.AskAsync(server, path, body)).Body);
        var wrong = Requests.TextOf((await RawClient.AskAsync(server, path, body)).Body);

        Assert.True(Fits(good), good);
        Assert.False(Fits(wrong), wrong);
        await server.WaitForAsync(2, TestContext.Current.CancellationToken);
        Assert.Equal([true, false], server.Requests.Select(static request => request.IsGood));

        static bool Fits(string json)
        {
            try
            {
                var value = JsonElement.Parse(json);
                return value.EnumerateObject().Count() == 2 && value.GetProperty("city").ValueKind == JsonValueKind.String && value.GetProperty("size").GetInt32() >= 3;
            }
            catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                return false;
            }
        }
    }

    private static ModelScript Script(params Fault[] faults) =>
        new() { Answer = new TextAnswer("one two three four five"), Faults = [.. faults.Select(static fault => fault.Always())] };

    private static Task<SimulatorServer> StartAsync(params Fault[] faults) => Servers.StartAsync(Script(faults));
}
