using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Prompts;

namespace Orchestration.Evals.Cassettes;

/// <summary>What one run of a case, or one scorer of it, asks models and is answered. It flows with the run, and clients find it as the current one.</summary>
/// <remarks>What it records is kept only when it is good: the failure of a provider that kept a case from being judged is not worth playing again.</remarks>
internal sealed class Take
{
    private static readonly AsyncLocal<Take?> Ambient = new();

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Model, string Request), int> _occurrences = [];
    private readonly List<ResponseRecorder> _recorders = [];

    /// <param name="cassette">Where responses come from and go to; <see langword="null"/> for neither.</param>
    /// <param name="mode">What to do with it.</param>
    /// <param name="repeat">Which repeat of the case, from 1.</param>
    /// <param name="time">The clock of what is recorded.</param>
    public Take(Cassette? cassette, CassetteMode mode, int repeat, TimeProvider time) =>
        (Cassette, Mode, Repeat, Time) = (cassette, cassette is null ? CassetteMode.Off : mode, repeat, time);

    /// <summary>That of the code that runs now; <see langword="null"/> outside of evaluations.</summary>
    public static Take? Current => Ambient.Value;

    public Cassette? Cassette { get; }

    public CassetteMode Mode { get; }

    public int Repeat { get; }

    public TimeProvider Time { get; }

    /// <summary>Responses that came from the cassette.</summary>
    public int Played { get; private set; }

    /// <summary>Responses that models were asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>Whether an answer broke off after some of it had come, so that another may have carried it on.</summary>
    public bool BrokeOff { get; private set; }

    /// <summary>The model whose answer the cassette lacks; <see langword="null"/> when nothing was missing.</summary>
    public string? Missing { get; private set; }

    /// <summary>Whether nothing was paid for it.</summary>
    public bool IsFree => Asked == 0 && Played > 0;

    /// <summary>Makes this the current one of the calling method and of all that it calls.</summary>
    public void Enter() => Ambient.Value = this;

    /// <summary>Takes note of a request.</summary>
    /// <returns>What it is called in the cassette, as often as it was asked.</returns>
    public TakenRequest Next(string model, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var request = Cassette is null ? string.Empty : RequestHash.Of(messages, options);
        lock (_gate)
        {
            var occurrence = _occurrences.GetValueOrDefault((model, request)) + 1;
            _occurrences[(model, request)] = occurrence;
            return new TakenRequest(model, request, Repeat, occurrence);
        }
    }

    /// <summary>The response to play; <see langword="null"/> when the model is to be asked.</summary>
    /// <exception cref="ModelCallException">It is not there, and models may not be asked.</exception>
    public RecordedResponse? Find(TakenRequest request)
    {
        var recorded = Mode is CassetteMode.Play or CassetteMode.RecordMissing ? Cassette!.Find(request.Key) : null;
        lock (_gate)
        {
            Played += recorded is null ? 0 : 1;
            Asked += recorded is null && Mode != CassetteMode.Play ? 1 : 0;
            BrokeOff |= recorded is { Failure: not null, Pieces.Count: > 0 };
            Missing ??= recorded is null && Mode == CassetteMode.Play ? request.Model : null;
        }

        // A reason that is neither retried nor taken elsewhere by default: the next model's answer would be missing as well.
        return recorded is null && Mode == CassetteMode.Play ? throw new ModelCallException(FailureReason.InvalidRequest, MissingMessage(request.Model)) : recorded;
    }

    /// <summary>Begins to record what a model answers.</summary>
    public ResponseRecorder Record(TakenRequest request)
    {
        var recorder = new ResponseRecorder(this, request);
        if (Mode is CassetteMode.Record or CassetteMode.RecordMissing)
        {
            lock (_gate)
            {
                _recorders.Add(recorder);
            }
        }

        return recorder;
    }

    /// <summary>An answer broke off after some of it had come.</summary>
    public void Break()
    {
        lock (_gate)
        {
            BrokeOff = true;
        }
    }

    /// <summary>Keeps what was recorded. An answer that has not ended by now was left behind by its call.</summary>
    public void Keep()
    {
        lock (_gate)
        {
            if (_recorders.Count > 0)
            {
                Cassette!.Add([.. _recorders.Select(static recorder => recorder.Close()).OfType<RecordedResponse>()]);
                _recorders.Clear();
            }
        }
    }

    public static string MissingMessage(string model) =>
        $"the cassette has no answer of '{model}' to this request. The prompt, the model or the case has changed since it was recorded: record it anew with `--live`, or only what is missing with `--record-missing`.";
}

/// <summary>A request within a take.</summary>
/// <param name="Model">The name the model is registered by.</param>
/// <param name="Request">The request's hash.</param>
/// <param name="Repeat">The repeat.</param>
/// <param name="Occurrence">The how manieth time the run asks the model just this, from 1.</param>
internal readonly record struct TakenRequest(string Model, string Request, int Repeat, int Occurrence)
{
    public CassetteKey Key => CassetteKey.Of(Model, Request, Repeat, Occurrence);

    /// <summary>The same request, asked once more.</summary>
    public CassetteKey NextKey => CassetteKey.Of(Model, Request, Repeat, Occurrence + 1);
}
