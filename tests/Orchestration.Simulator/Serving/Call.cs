using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Answers;
using Orchestration.Simulator.Wire;

namespace Orchestration.Simulator.Serving;

/// <summary>One request, from its body to the entry in the log.</summary>
internal sealed class Call(HttpContext context, WireProtocol protocol, Play play, TimeProvider time)
{
    private readonly long _begun = time.GetTimestamp();
    private readonly DateTimeOffset _at = time.GetUtcNow();
    private readonly int _number = play.Log.Arrive();

    private Asked? _asked;
    private FaultPlan _plan = new();
    private int _status;
    private ResponseSender? _sender;
    private Delivery _delivery = Delivery.Complete;
    private (string Model, BilledTokens Billed, bool IsGood, PriceProfile Price) _outcome = ("", default, false, new PriceProfile());

    private Stamp Stamp => field ??= new Stamp(_number, play.Script.Seed, _at);

    public async Task<ServedRequest> ServeAsync(byte[] body, bool keepsBody, CancellationToken stopping)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var cancellationToken = leaving.Token;
        try
        {
            if (play.Script.ApiKey is { } key && protocol is not OllamaProtocol && protocol.KeyOf(context.Request) != key)
            {
                await RefuseAsync(new Problem(ProblemKind.WrongKey, StatusCodes.Status401Unauthorized), default, default, cancellationToken);
            }
            else
            {
                await AnswerAsync(play.Prepare(protocol, context.Request, body), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            await RefuseAsync(Problem.BadRequest(exception is JsonException ? "We could not parse the JSON body of your request." : exception.Message), default, default, cancellationToken);
        }
        catch (UnknownModelException exception)
        {
            _asked = exception.Asked;
            await RefuseAsync(new Problem(ProblemKind.UnknownModel, StatusCodes.Status404NotFound), default, default, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _delivery = stopping.IsCancellationRequested ? Delivery.Cut : Delivery.Cancelled;
            context.Abort();
        }

        return Entry(keepsBody);
    }

    private async Task AnswerAsync(Prepared prepared, CancellationToken cancellationToken)
    {
        _asked = prepared.Asked;
        var (asked, script, state) = (prepared.Asked, prepared.Script, play.StateOf(prepared.Asked.Model));
        var (number, limits, isTooMany) = state.Count(script.RequestsPerMinute, _at);
        var dress = new Dress(script.Dialect, HasUnknowns: false, HasPings: false);
        _plan = FaultPlan.Of(script, asked.Model, number, play.Elapsed, asked.IsStreaming, play.Script.Seed);
        var pacer = new Pacer(script.Pace, time, Mix.Of((ulong)play.Script.Seed, Mix.Of(asked.Model), (ulong)number));
        if (_plan.Break is { IsBeforeHeaders: true } before)
        {
            await BreakBeforeHeadersAsync(before, cancellationToken);
            return;
        }

        await pacer.LatencyAsync(cancellationToken);
        if (_plan.Refusal is { } refusal)
        {
            await RefuseAsync(refusal, limits, dress, cancellationToken);
            return;
        }

        if (isTooMany)
        {
            await RefuseAsync(Problem.Of(new RateLimited { RetryAfter = limits.ResetsAt - limits.Now }), limits, dress, cancellationToken);
            return;
        }

        var (reply, frames) = prepared.Answer(_plan, state.Input(asked, script.PromptCaching, _at));
        _outcome = (asked.Model, frames.IsStream ? default : reply.Usage, reply.IsGood, script.Price);
        if (!frames.IsStream)
        {
            await pacer.WholeAsync(reply.Usage.Output, cancellationToken);
        }

        _sender = new ResponseSender(context, pacer, _plan, Stamp);
        SetHeaders(StatusCodes.Status200OK, frames.ContentType, limits, null, dress);
        try
        {
            _delivery = await _sender.SendAsync(frames, cancellationToken);
        }
        finally
        {
            if (frames.IsStream)
            {
                _outcome.Billed = Billed(reply, frames);
            }
        }
    }

    /// <summary>All of a stream that ended; of another its input and what was sent, thoughts that are never shown with the first token.</summary>
    private BilledTokens Billed(Reply reply, FrameSet frames)
    {
        if (_delivery == Delivery.Complete && _sender!.TokensSent == frames.Tokens)
        {
            return reply.Usage;
        }

        var hidden = reply.Usage.Output - frames.Tokens;
        var sent = _sender!.TokensSent;
        return reply.Usage with { Output = sent == 0 ? 0 : sent + hidden, Reasoning = Math.Min(reply.Usage.Reasoning, sent == 0 ? 0 : sent + hidden) };
    }

    private async Task BreakBeforeHeadersAsync(Break broken, CancellationToken cancellationToken)
    {
        if (broken.Kind == BreakKind.Stall)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        _delivery = Delivery.Cut;
        context.Abort();
    }

    private async Task RefuseAsync(Problem problem, Limits limits, Dress dress, CancellationToken cancellationToken)
    {
        if (limits == default)
        {
            limits = new Limits(10_000, 9_999, _at, _at);
        }

        var model = _asked?.Model ?? "";
        var frame = protocol.Refusal(problem, model, dress, _asked?.AsArray ?? false);
        SetHeaders(protocol.StatusOf(problem), protocol.RefusalType(_asked), problem.Kind == ProblemKind.RateLimited ? limits with { RemainingRequests = 0 } : limits, problem, dress);
        _sender = new ResponseSender(context, new Pacer(new Pace(), time, 0), new FaultPlan(), Stamp);
        try
        {
            _delivery = await _sender.SendAsync(new FrameSet("", [frame], IsStream: false), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _delivery = Delivery.Cancelled;
        }
    }

    private void SetHeaders(int status, string contentType, Limits limits, Problem? problem, Dress dress)
    {
        var response = context.Response;
        _status = response.StatusCode = status;
        response.ContentType = contentType;
        protocol.SetHeaders(response.Headers, Stamp, limits, problem, dress);
        if (problem?.RetryAfter is not { } wait || protocol is GeminiProtocol or OllamaProtocol)
        {
            return;
        }

        switch (problem.Form)
        {
            case RetryAfterForm.Seconds:
                response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                break;
            case RetryAfterForm.Date:
                response.Headers.RetryAfter = (_at + wait).ToString("R", CultureInfo.InvariantCulture);
                break;
            case RetryAfterForm.Milliseconds:
                response.Headers["retry-after-ms"] = wait.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
                break;
        }
    }

    private ServedRequest Entry(bool keepsBody) => new()
    {
        Number = _number,
        At = _at,
        Duration = time.GetElapsedTime(_begun),
        Protocol = protocol.Name,
        Path = PathWithoutKey(context.Request),
        Model = _asked?.Model ?? "",
        IsStreaming = _asked?.IsStreaming ?? false,
        Body = keepsBody ? _asked?.Body : null,
        Status = _status,
        Id = protocol.IdOf(Stamp),
        Faults = _plan.Faults,
        TokensSent = _sender?.TokensSent ?? 0,
        BytesSent = _sender?.BytesSent ?? 0,
        Billed = _outcome.Billed,
        CostUsd = _outcome.Price.CostUsd(_outcome.Billed),
        IsGood = _outcome.IsGood,
        Delivery = _delivery,
    };

    private static string PathWithoutKey(HttpRequest request) => request.Query.ContainsKey("key")
        ? request.Path + QueryString.Create(request.Query.Where(static pair => pair.Key != "key")).Value
        : request.Path + request.QueryString.Value;
}
