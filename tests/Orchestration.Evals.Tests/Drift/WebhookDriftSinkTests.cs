using System.Net;
using System.Text.Json;
using Orchestration.Evals.Drift;
using Orchestration.Testing;

namespace Orchestration.Evals.Tests.Drift;

public sealed class WebhookDriftSinkTests
{
    private static readonly DriftReport Report = new()
    {
        Day = new DateOnly(2026, 6, 30), Calls = 2000, ReferenceDays = 22, Tests = 9, Alerts = [SomeAlerts.Alert(new DateOnly(2026, 6, 30))],
    };

    private readonly ManualTime _time = new();

    [Fact]
    public async Task The_alert_is_posted_as_text_for_people_and_as_data()
    {
        using var server = new Server(HttpStatusCode.OK);

        await SendAsync(server);

        using var body = JsonDocument.Parse(Assert.Single(server.Bodies));
        Assert.Equal("Latency rose.", body.RootElement.GetProperty("text").GetString());
        Assert.Equal("latency", body.RootElement.GetProperty("report").GetProperty("alerts")[0].GetProperty("finding").GetProperty("metric").GetString());
    }

    [Fact]
    public async Task What_may_pass_is_tried_again()
    {
        using var server = new Server(HttpStatusCode.ServiceUnavailable, HttpStatusCode.TooManyRequests, null, HttpStatusCode.NoContent);

        await SendAsync(server);

        Assert.Equal(4, server.Bodies.Count);
        Assert.Equal(TimeSpan.FromSeconds(1 + 2 + 4), _time.GetUtcNow() - new ManualTime().GetUtcNow());
    }

    [Fact]
    public async Task A_side_that_does_not_answer_is_given_ten_seconds_a_try()
    {
        using var server = new Server { Hangs = true };

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(server));

        Assert.Equal("The webhook at 'chat.example' did not take the drift alerts of 2026-06-30: no answer in time.", exception.Message);
        Assert.Equal(4, server.Bodies.Count);
    }

    [Fact]
    public async Task A_refusal_is_final_and_its_error_keeps_the_address_secret()
    {
        using var server = new Server(HttpStatusCode.Forbidden);

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(server));

        Assert.Contains("HTTP 403", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Bodies);
    }

    [Fact]
    public async Task The_caller_may_end_it()
    {
        using var server = new Server { Hangs = true };
        using var client = new HttpClient(server);
        using var cancellation = new CancellationTokenSource();
        var sending = new WebhookDriftSink(client, new Uri("https://chat.example/hook/s3cret"), _time).SendAsync(Report, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private async Task SendAsync(Server server)
    {
        using var client = new HttpClient(server) { Timeout = Timeout.InfiniteTimeSpan };
        var sending = new WebhookDriftSink(client, new Uri("https://chat.example/hook/s3cret"), _time).SendAsync(Report, TestContext.Current.CancellationToken);
        while (!sending.IsCompleted)
        {
            // Only when it waits for the clock, so that no time passes beside it.
            if (_time.Timers > 0)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }

            await Task.Yield();
        }

        await sending;
    }

    private sealed class Server(params HttpStatusCode?[] answers) : HttpMessageHandler
    {
        public bool Hangs { get; init; }

        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            if (Hangs)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return answers[Bodies.Count - 1] is { } status ? new HttpResponseMessage(status) : throw new HttpRequestException(HttpRequestError.ConnectionError);
        }
    }
}
