using Orchestration.Simulator.Answers;
using Orchestration.Simulator.Wire;

namespace Orchestration.Simulator.Serving;

/// <summary>How a response breaks within.</summary>
internal enum BreakKind
{
    Reset,
    Stall,
    End,
    Overload,
    Malformed,
}

/// <summary>Where a response breaks. With neither a byte nor a token, before its headers.</summary>
internal sealed record Break(BreakKind Kind, long? AtByte, int? AtToken)
{
    public bool IsBeforeHeaders => AtByte is null && AtToken is null;
}

/// <summary>All that goes wrong with one request.</summary>
internal sealed class FaultPlan
{
    private readonly List<Fault> _faults = [];

    /// <summary>The faults that apply, those left out that contradict an earlier one.</summary>
    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>The error that comes instead of an answer.</summary>
    public Problem? Refusal { get; private set; }

    public Break? Break { get; private set; }

    public SlowDrip? Drip { get; private set; }

    public bool HasWrongJson { get; private set; }

    public bool HasUnknowns { get; private set; }

    public bool HasPings { get; private set; }

    /// <param name="script">The model's script.</param>
    /// <param name="model">The model, of which a script may have several.</param>
    /// <param name="request">The number of the request among those of its model, from 1.</param>
    /// <param name="since">Since the server started or was reset.</param>
    /// <param name="streaming">Whether a stream was asked for.</param>
    /// <param name="seed">What chance follows from.</param>
    public static FaultPlan Of(ModelScript script, string model, int request, TimeSpan since, bool streaming, int seed)
    {
        var plan = new FaultPlan();
        if (request <= script.FaultSequence.Count && script.FaultSequence[request - 1] is { } next)
        {
            plan.Add(next, streaming);
        }

        var chance = Mix.Of((ulong)seed, Mix.Of(model));
        for (var i = 0; i < script.Faults.Count; i++)
        {
            if (script.Faults[i].Applies(request, since, streaming, Mix.Unit(Mix.Of(chance, (ulong)i, (ulong)request))))
            {
                plan.Add(script.Faults[i].Fault, streaming);
            }
        }

        return plan;
    }

    private void Add(Fault fault, bool streaming)
    {
        var isTaken = fault switch
        {
            RateLimited limited => Refuse(Problem.Of(limited)),
            QuotaExhausted => Refuse(new Problem(ProblemKind.Quota, 429)),
            HttpError error => Refuse(Problem.Of(error)),
            Overloaded { AtToken: { } token } when streaming => BreakBy(new Break(BreakKind.Overload, null, token)),
            Overloaded => Refuse(new Problem(ProblemKind.Overloaded, 503)),
            ConnectionReset reset => BreakBy(new Break(BreakKind.Reset, reset.AtByte, reset.AtToken)),
            Stalled stalled => BreakBy(new Break(BreakKind.Stall, stalled.AtByte, stalled.AtToken)),
            Truncated truncated => BreakBy(new Break(BreakKind.End, truncated.AtByte, truncated.AtToken)),
            MalformedEvent malformed => BreakBy(new Break(BreakKind.Malformed, malformed.AtByte, malformed.AtToken)),
            SlowDrip drip => (Drip ??= drip) == drip,
            WrongJson => HasWrongJson = true,
            UnknownEvents => HasUnknowns = true,
            Pings => HasPings = true,
            _ => false,
        };
        if (isTaken)
        {
            _faults.Add(fault);
        }
    }

    private bool Refuse(Problem problem)
    {
        if (Refusal is not null || Break is not null)
        {
            return false;
        }

        Refusal = problem;
        return true;
    }

    private bool BreakBy(Break value)
    {
        if (Refusal is not null || Break is not null)
        {
            return false;
        }

        Break = value;
        return true;
    }
}
