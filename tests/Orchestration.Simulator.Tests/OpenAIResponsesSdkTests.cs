using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI.Responses;

namespace Orchestration.Simulator.Tests;

/// <summary>The responses API, as OpenAI's own client reads it.</summary>
public sealed class OpenAIResponsesSdkTests
{
    private static readonly BinaryData City = BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""");

    [Fact]
    public async Task A_response_has_text_usage_and_a_status()
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer("Light scatters."), ReasoningTokens = 7 });

        ResponseResult response = await Client(server).CreateResponseAsync("m", "Why is the sky blue?", null, Cancellation);

        var served = await server.ServedAsync();
        Assert.Equal(("Light scatters.", ResponseStatus.Completed), (response.GetOutputText(), response.Status));
        Assert.Equal((served.Billed.Input, served.Billed.Output, 7), (response.Usage.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.OutputTokenDetails.ReasoningTokenCount));
        Assert.IsType<ReasoningResponseItem>(response.OutputItems[0]);
    }

    [Fact]
    public async Task A_stream_tells_its_items_piece_by_piece_and_ends_with_the_whole_response()
    {
        await using var server = await Servers.StartAsync(new ModelScript
        {
            Answer = new TextAnswer("Light scatters on air."), ReasoningTokens = 3, Faults = [new UnknownEvents().Always(), new Pings().Always()],
        });

        var updates = await UpdatesAsync(server, new CreateResponseOptions("m", [ResponseItem.CreateUserMessageItem("Why?")]) { StreamingEnabled = true });

        Assert.Equal("Light scatters on air.", string.Concat(updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(static update => update.Delta)));
        var completed = Assert.IsType<StreamingResponseCompletedUpdate>(updates[^1]).Response;
        Assert.Equal(("Light scatters on air.", (await server.ServedAsync()).Billed.Output), (completed.GetOutputText(), completed.Usage.OutputTokenCount));
        Assert.Equal(updates.Count, updates.Select(static update => update.SequenceNumber).Distinct().Count());
    }

    [Fact]
    public async Task Functions_are_called_streamed_or_not()
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new ToolCallAnswer() });
        var options = new CreateResponseOptions("m", [ResponseItem.CreateUserMessageItem("?")]) { Tools = { ResponseTool.CreateFunctionTool("weather", City, true) } };

        ResponseResult response = await Client(server).CreateResponseAsync(options, Cancellation);
        options.StreamingEnabled = true;
        var updates = await UpdatesAsync(server, options);

        var call = Assert.IsType<FunctionCallResponseItem>(Assert.Single(response.OutputItems));
        Assert.Equal(("weather", ResponseStatus.Completed), (call.FunctionName, response.Status));
        Assert.Equal(JsonValueKind.String, JsonElement.Parse(call.FunctionArguments.ToString()).GetProperty("city").ValueKind);
        Assert.Equal(call.FunctionArguments.ToString(), string.Concat(updates.OfType<StreamingResponseFunctionCallArgumentsDeltaUpdate>().Select(static update => update.Delta.ToString())));
    }

    [Fact]
    public async Task Structured_output_fits_its_schema_and_a_limit_makes_it_incomplete()
    {
        await using var server = await Servers.StartAsync();
        var options = new CreateResponseOptions("m", [ResponseItem.CreateUserMessageItem("A city?")])
        {
            TextOptions = new ResponseTextOptions { TextFormat = ResponseTextFormat.CreateJsonSchemaFormat("city", City, null, true) },
        };

        ResponseResult whole = await Client(server).CreateResponseAsync(options, Cancellation);
        options.MaxOutputTokenCount = 1;
        ResponseResult limited = await Client(server).CreateResponseAsync(options, Cancellation);

        Assert.Equal("city", Assert.Single(JsonElement.Parse(whole.GetOutputText()).EnumerateObject()).Name);
        Assert.Equal((ResponseStatus.Incomplete, 1), (limited.Status, limited.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task An_error_in_the_stream_is_followed_by_the_failed_response()
    {
        await using var server = await Servers.SayAsync("one two three", new Overloaded { AtToken = 2 });

        var updates = await UpdatesAsync(server, new CreateResponseOptions("m", [ResponseItem.CreateUserMessageItem("?")]) { StreamingEnabled = true });

        Assert.IsType<StreamingResponseErrorUpdate>(updates[^2]);
        Assert.Equal(ResponseStatus.Failed, Assert.IsType<StreamingResponseFailedUpdate>(updates[^1]).Response.Status);
    }

    [Fact]
    public async Task An_unknown_model_is_a_bad_request()
    {
        await using var server = await Servers.StartAsync(new SimulatorScript { Otherwise = null });

        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client(server).CreateResponseAsync("m", "?", null, Cancellation));

        Assert.Equal(400, error.Status);
        Assert.Contains("model_not_found", error.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ResponsesClient Client(SimulatorServer server) =>
        new(new ApiKeyCredential("key"), new ResponsesClientOptions { Endpoint = new Uri(server.Address, "v1"), RetryPolicy = new ClientRetryPolicy(0) });

    private static async Task<List<StreamingResponseUpdate>> UpdatesAsync(SimulatorServer server, CreateResponseOptions options)
    {
        var updates = new List<StreamingResponseUpdate>();
        await foreach (var update in await Client(server).CreateResponseStreamingAsync(options, Cancellation))
        {
            updates.Add(update);
        }

        return updates;
    }
}
