using System.Collections.Immutable;
using Orchestration.Audit;

namespace Orchestration.Routing.Planning;

/// <summary>The models that a call asks, in order, and why the others are not among them. Disposing of it lets another call have it; a plan that is not disposed of is merely collected.</summary>
internal sealed class RoutePlan(RoutePlanPool pool) : IDisposable
{
    private ScoredModel[] _asked = [];
    private ScoredModel[] _barred = [];
    private int _barredCount;
    private RequestClass? _class;

    // Null while no call has the plan.
    private CallRoutes? _held;

    /// <summary>How many models there are to ask; 0 when none may be.</summary>
    public int Count { get; private set; }

    /// <summary>The model to ask after so many others.</summary>
    public RegisteredModel this[int place] => _asked[place].Model;

    /// <summary>The name under which an answer may be in the cache; <see langword="null"/> when there is no model whose answer it could be.</summary>
    public string? CacheName => Count > 0 ? CachedAs(0) : Routes.Routes is [var own, ..] ? own.SharedCacheName : null;

    /// <summary>The name under which an answer of a model is cached: that of the model, unless its route's models share their answers.</summary>
    public string CachedAs(int place) =>
        _asked[place] is { Canary: null, Route: { SharedCacheName: { } shared } route } && route == Routes.Routes[0] ? shared : _asked[place].Model.Name;

    /// <inheritdoc cref="CachedAs(int)"/>
    public string CachedAs(RegisteredModel model) => PlaceOf(model) is >= 0 and var place ? CachedAs(place) : model.Name;

    /// <summary>Where the model stands; -1 if it is not to be asked.</summary>
    public int PlaceOf(RegisteredModel model)
    {
        for (var place = 0; place < Count; place++)
        {
            if (ReferenceEquals(_asked[place].Model, model))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>The model of this name among those to ask; <see langword="null"/> if it is not.</summary>
    public RegisteredModel? Find(string name)
    {
        foreach (ref readonly var asked in Asked)
        {
            if (asked.Model.Name == name)
            {
                return asked.Model;
            }
        }

        return null;
    }

    /// <summary>Whether there was anything to choose.</summary>
    public bool IsChoice => Count + _barredCount > 1;

    /// <summary>The canary by which the model stands first; <see langword="null"/> for none.</summary>
    public CanaryRule? CanaryOf(RegisteredModel model) => PlaceOf(model) is >= 0 and var place ? _asked[place].Canary : null;

    /// <summary>Whether an answer that the model gave to another call may be given to this one. What it costs now, or cannot take, does not matter any more.</summary>
    public bool Allows(string model)
    {
        foreach (ref readonly var asked in Asked)
        {
            if (asked.Model.Name == model)
            {
                return true;
            }
        }

        foreach (ref readonly var barred in Barred)
        {
            if (barred.Model.Name == model)
            {
                return barred.Barred is PassOverReason.AboveCostCeiling or PassOverReason.PriceUnknown or PassOverReason.LacksCapability or PassOverReason.ContextTooLong;
            }
        }

        return false;
    }

    /// <summary>Why the call goes to the model at this place. Makes its texts anew with each call.</summary>
    /// <param name="place">-1 when no model may be asked.</param>
    /// <param name="before">Models before it that were passed over for reasons beside the plan: circuit, limits, budget.</param>
    public RoutingChoice ChoiceFor(int place, ImmutableArray<PassedOver> before = default) =>
        PlanTexts.Choice(Asked, Barred, Routes, _class, place, before.IsDefault ? [] : before);

    /// <summary>Why no model may be asked, and what to change, for people.</summary>
    public string WhyNone() => PlanTexts.WhyNone(Barred, Routes);

    /// <summary>Gives the plan back, once.</summary>
    public void Dispose()
    {
        if (_held is not null)
        {
            Clear();
            pool.Return(this);
        }
    }

    private CallRoutes Routes => _held ?? throw new ObjectDisposedException(nameof(RoutePlan));

    internal Span<ScoredModel> Asked => _asked.AsSpan(0, Count);

    internal ReadOnlySpan<ScoredModel> Barred => _barred.AsSpan(0, _barredCount);

    internal void Begin(CallRoutes routes, RequestClass? requestClass)
    {
        (_held, _class) = (routes, requestClass);
        if (_asked.Length < routes.Most)
        {
            (_asked, _barred) = (new ScoredModel[routes.Most], new ScoredModel[routes.Most]);
        }
    }

    /// <summary>Adds a model at the end of those to ask, or to those that must not be.</summary>
    internal void Add(in ScoredModel model)
    {
        if (model.Barred is null)
        {
            _asked[Count++] = model;
        }
        else
        {
            _barred[_barredCount++] = model;
        }
    }

    internal bool Asks(RegisteredModel model)
    {
        foreach (ref readonly var asked in Asked)
        {
            if (ReferenceEquals(asked.Model, model))
            {
                return true;
            }
        }

        return false;
    }

    private void Clear()
    {
        Asked.Clear();
        _barred.AsSpan(0, _barredCount).Clear();
        (Count, _barredCount, _held) = (0, 0, null);
    }
}

/// <summary>Plans that no call has, so that planning allocates nothing.</summary>
internal sealed class RoutePlanPool
{
    private const int MostKept = 64;

    private readonly RoutePlan?[] _kept = new RoutePlan?[MostKept];

    public RoutePlan Take()
    {
        foreach (ref var place in _kept.AsSpan())
        {
            if (place is not null && Interlocked.Exchange(ref place, null) is { } plan)
            {
                return plan;
            }
        }

        return new RoutePlan(this);
    }

    public void Return(RoutePlan plan)
    {
        foreach (ref var place in _kept.AsSpan())
        {
            if (place is null && Interlocked.CompareExchange(ref place, plan, null) is null)
            {
                return;
            }
        }
    }
}
