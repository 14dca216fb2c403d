using System.Text;
using Orchestration.Testing;

namespace Orchestration.Simulator.Tests;

/// <summary>A stream can die at every byte, in every way that is not an event.</summary>
public sealed class ByteFaultTests
{
    private const string Text = "两 ok";

    public static TheoryData<string> Paths => [Requests.Chat, Requests.Responses, Requests.Messages, Requests.GeminiEvents];

    [Theory]
    [MemberData(nameof(Paths))]
    public Task A_stream_ends_in_silence_at_every_byte(string path) => AtEveryByteAsync(path, static at => new Truncated { AtByte = at }, static (response, shown) =>
        Assert.Equal((RawEnding.Complete, shown), (response.Ending, response.Body)), step: 1);

    [Theory]
    [MemberData(nameof(Paths))]
    public Task A_stream_is_reset_at_a_byte_wherever_it_is(string path) => AtEveryByteAsync(path, static at => new ConnectionReset { AtByte = at }, static (response, shown) =>
        Assert.Equal((RawEnding.Reset, shown), (response.Ending, response.Body)));

    [Theory]
    [MemberData(nameof(Paths))]
    public Task Noise_comes_at_a_byte_wherever_it_is_and_ends_the_stream(string path) => AtEveryByteAsync(path, static at => new MalformedEvent { AtByte = at }, static (response, shown) =>
    {
        Assert.Equal(RawEnding.Complete, response.Ending);
        Assert.StartsWith(shown.TrimEnd('\uFFFD'), response.Body, StringComparison.Ordinal);
        Assert.EndsWith("\0}{\u001B\uFFFD\n\n", response.Body, StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_stream_stalls_at_a_byte_until_the_client_leaves(string path)
    {
        await using var server = await Servers.SayAsync(Text, new Stalled { AtByte = 250 });

        using (var client = await RawClient.PostAsync(server, path, Requests.Of(path, isStreaming: true)))
        {
            await client.ReceiveAsync(static response => Encoding.UTF8.GetByteCount(response.Body) >= 250);
            Assert.Equal(250, Encoding.UTF8.GetByteCount(client.Response.Body));
        }

        var served = await server.ServedAsync();
        Assert.Equal((250, Delivery.Cancelled), (served.BytesSent, served.Delivery));
    }

    /// <summary>Asks once without the fault, and then with it at the bytes of that answer, so many apart. The clock stands, and the server begins anew each time, so that all answers are the same.</summary>
    private static async Task AtEveryByteAsync(string path, Func<int, Fault> fault, Action<RawResponse, string> check, int step = 3)
    {
        var script = new ModelScript { Answer = new TextAnswer(Text) };
        var options = new SimulatorOptions { TimeProvider = new ManualTime(), Director = _ => script };
        await using var server = await SimulatorServer.StartAsync(options: options, cancellationToken: TestContext.Current.CancellationToken);
        var whole = Encoding.UTF8.GetBytes((await RawClient.AskAsync(server, path, Requests.Of(path, isStreaming: true))).Body);

        for (var at = 0; at < whole.Length; at += step)
        {
            server.Reset();
            script = script with { Faults = [fault(at).Always()] };

            check(await RawClient.AskAsync(server, path, Requests.Of(path, isStreaming: true)), Encoding.UTF8.GetString(whole.AsSpan(0, at)));
        }
    }
}
