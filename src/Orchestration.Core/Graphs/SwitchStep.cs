using System.Collections.Immutable;
using System.Globalization;

namespace Orchestration.Graphs;

/// <summary>A switch without cases so far; see <see cref="GraphBuilder.Switch"/>. Not a step until <c>Otherwise</c> ends it.</summary>
public sealed class SwitchStep<TIn, TKey>
    where TKey : notnull
{
    private readonly GraphBuilder _builder;
    private readonly string _name;
    private readonly Step<TIn> _input;
    private readonly Func<TIn, TKey> _key;

    internal SwitchStep(GraphBuilder builder, string name, Step<TIn> input, Func<TIn, TKey> key) =>
        (_builder, _name, _input, _key) = (builder, name, input, key);

    /// <summary>The first case; it decides the output's type.</summary>
    /// <param name="key">The key for which it is taken.</param>
    /// <param name="body">Defines what is done.</param>
    public SwitchStep<TIn, TKey, TOut> Case<TOut>(TKey key, Func<GraphBuilder, Step<TIn>, Step<TOut>> body) =>
        new SwitchStep<TIn, TKey, TOut>(_builder, _name, _input, _key, []).Case(key, body);
}

/// <summary>A switch with cases; see <see cref="GraphBuilder.Switch"/>. Not a step until <see cref="Otherwise"/> ends it. Immutable.</summary>
public sealed class SwitchStep<TIn, TKey, TOut>
    where TKey : notnull
{
    private const string Last = "otherwise";

    private readonly GraphBuilder _builder;
    private readonly string _name;
    private readonly Step<TIn> _input;
    private readonly Func<TIn, TKey> _key;
    private readonly ImmutableArray<(TKey Key, Graph<TIn, TOut> Graph)> _cases;

    internal SwitchStep(GraphBuilder builder, string name, Step<TIn> input, Func<TIn, TKey> key, ImmutableArray<(TKey Key, Graph<TIn, TOut> Graph)> cases) =>
        (_builder, _name, _input, _key, _cases) = (builder, name, input, key, cases);

    /// <summary>A further case.</summary>
    /// <param name="key">The key for which it is taken; each key once.</param>
    /// <param name="body">Defines what is done.</param>
    public SwitchStep<TIn, TKey, TOut> Case(TKey key, Func<GraphBuilder, Step<TIn>, Step<TOut>> body)
    {
        var label = LabelOf(key);
        if (_cases.Any(known => EqualityComparer<TKey>.Default.Equals(known.Key, key)))
        {
            throw _builder.Fault(_name, $"the case '{label}' stands twice. Remove one.");
        }

        return label == Last || _cases.Any(known => LabelOf(known.Key) == label)
            ? throw _builder.Fault(_name, $"the case '{label}' reads like another branch, and the audit log tells branches apart by their text. Give it another key.")
            : new(_builder, _name, _input, _key, _cases.Add((key, _builder.Inner(_name, body))));
    }

    /// <summary>Ends the switch with what is done for every other key.</summary>
    public Step<TOut> Otherwise(Func<GraphBuilder, Step<TIn>, Step<TOut>> body)
    {
        var otherwise = _builder.Inner(_name, body);
        var places = _cases.Select((known, index) => (known.Key, index)).ToDictionary(static pair => pair.Key, static pair => pair.index);
        var key = _key;
        ImmutableArray<Branch> branches = [.. _cases.Select(static known => new Branch(LabelOf(known.Key), known.Graph)), new Branch(Last, otherwise)];
        _builder.EndSwitch(_name);
        return _builder.Add<TOut>(new SwitchNode<TIn, TOut>(
            _name, StepKind.Switch, _input, value => places.GetValueOrDefault(key(value), places.Count), branches));
    }

    // A label is part of paths in the log and of the fingerprint, so it must not follow the culture.
    private static string LabelOf(TKey key) => string.Create(CultureInfo.InvariantCulture, $"{key}");
}
