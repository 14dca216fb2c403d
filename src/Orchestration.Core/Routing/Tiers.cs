using System.Collections.Immutable;
using Orchestration.Models;

namespace Orchestration.Routing;

/// <summary>Which models of a route are asked for each class of request. A class whose list is empty, as all are by default, may go to every model of the route.</summary>
/// <remarks>When all models of a class have failed, those of the next harder class are asked, never those of an easier one.</remarks>
public sealed record Tiers
{
    private readonly ValueArray<string> _simple;
    private readonly ValueArray<string> _moderate;
    private readonly ValueArray<string> _complex;

    /// <summary>The models for requests of <see cref="RequestClass.Simple"/>.</summary>
    public ImmutableArray<string> Simple { get => _simple.Items; init => _simple = new(value); }

    /// <summary>The models for requests of <see cref="RequestClass.Moderate"/>.</summary>
    public ImmutableArray<string> Moderate { get => _moderate.Items; init => _moderate = new(value); }

    /// <summary>The models for requests of <see cref="RequestClass.Complex"/>.</summary>
    public ImmutableArray<string> Complex { get => _complex.Items; init => _complex = new(value); }

    internal ImmutableArray<string> this[RequestClass requestClass] => requestClass switch
    {
        RequestClass.Simple => Simple,
        RequestClass.Moderate => Moderate,
        _ => Complex,
    };

    /// <summary>These tiers with the lists that the other ones have in place of their own.</summary>
    internal static Tiers? Under(Tiers? under, Tiers? over) => under is null || over is null ? over ?? under : new()
    {
        Simple = over.Simple.IsEmpty ? under.Simple : over.Simple,
        Moderate = over.Moderate.IsEmpty ? under.Moderate : over.Moderate,
        Complex = over.Complex.IsEmpty ? under.Complex : over.Complex,
    };

    /// <summary>Says of each name that is not one of the route's models that it is none.</summary>
    internal IEnumerable<string> StrangersTo(ImmutableArray<string> models) =>
        from requestClass in Enum.GetValues<RequestClass>()
        from name in this[requestClass]
        where !models.Contains(name, StringComparer.Ordinal)
        select $"{requestClass} names '{name}', which is not among the route's models; add it there or take it out here";
}
