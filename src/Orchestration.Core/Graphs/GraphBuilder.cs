using System.Collections.Immutable;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Graphs;

/// <summary>Collects the steps of one graph while it is defined. Lives for the duration of the definition; not for use by several threads.</summary>
/// <remarks>The verbs: <c>Ask</c> a model, <c>Compute</c> pure code, <c>Effect</c> the outside, and <c>ForEach</c>, <c>When</c>, <c>Switch</c>, <c>Include</c> for graphs within graphs.</remarks>
public sealed class GraphBuilder
{
    internal const string InputName = "input";

    private readonly List<StepNode> _nodes = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal) { InputName };
    private readonly HashSet<string> _openSwitches = new(StringComparer.Ordinal);
    private readonly JsonContracts _contracts;
    private bool _closed;

    internal GraphBuilder(string graph, JsonContracts contracts) => (Graph, _contracts) = (graph, contracts);

    internal string Graph { get; }

    internal Step<T> Input<T>() => new(this, 0, InputName);

    internal Step<T> AddCompute<T>(string name, ReadOnlySpan<IStep> inputs, Func<Values, T> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Add<T>(new ComputeNode<T>(name, Ordinals(name, inputs), body));
    }

    internal Step<T> AddAsk<T>(string name, ReadOnlySpan<IStep> inputs, Func<Values, Prompt<T>> prompt, StepPolicy? policy)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return Add<T>(new AskNode(name, typeof(T), Ordinals(name, inputs), prompt, policy, typeof(T) == typeof(string) ? null : _contracts.Find<T>()));
    }

    internal Step<T> AddEffect<T>(
        string name, ReadOnlySpan<IStep> inputs, Func<Values, EffectContext, CancellationToken, ValueTask<T>> body, StepPolicy? policy)
    {
        ArgumentNullException.ThrowIfNull(body);
        var contract = _contracts.Find<T>() ?? throw Fault(
            name,
            $"the result type {typeof(T)} has no JSON contract, so the result could not be recorded. Add [JsonSerializable(typeof({typeof(T).Name}))] to a JsonSerializerContext and give its Default to Graph.Define.");
        return Add<T>(new EffectNode<T>(name, Ordinals(name, inputs), body, policy, contract));
    }

    /// <summary>A step that runs another graph on one value.</summary>
    /// <param name="name">Unique within this graph. Inner steps have paths such as <c>name/inner</c>.</param>
    /// <param name="input">The value.</param>
    /// <param name="graph">The other graph.</param>
    public Step<TOut> Include<TIn, TOut>(string name, Step<TIn> input, Graph<TIn, TOut> graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Check(name, input);
        return Add<TOut>(new IncludeNode<TIn, TOut>(name, input, graph));
    }

    /// <summary>A step that runs a graph on each of several values, at most <paramref name="maxConcurrency"/> at a time. Outputs keep the order of the items.</summary>
    /// <param name="name">Unique within this graph. Inner steps have paths such as <c>name[3]/inner</c>.</param>
    /// <param name="input">Where the items come from.</param>
    /// <param name="items">The items of the input. Pure; may give none.</param>
    /// <param name="body">Defines what is done with one item. What it needs besides must be part of the item: it cannot use handles of the outer graph.</param>
    /// <param name="maxConcurrency">How many items are worked on at once; at least 1.</param>
    public Step<IReadOnlyList<TOut>> ForEach<TIn, TItem, TOut>(
        string name, Step<TIn> input, Func<TIn, IEnumerable<TItem>> items, Func<GraphBuilder, Step<TItem>, Step<TOut>> body, int maxConcurrency = 8) =>
        ForEach(name, input, items, Inner(name, body), maxConcurrency);

    /// <inheritdoc cref="ForEach{TIn, TItem, TOut}(string, Step{TIn}, Func{TIn, IEnumerable{TItem}}, Func{GraphBuilder, Step{TItem}, Step{TOut}}, int)"/>
    public Step<IReadOnlyList<TOut>> ForEach<TIn, TItem, TOut>(
        string name, Step<TIn> input, Func<TIn, IEnumerable<TItem>> items, Graph<TItem, TOut> body, int maxConcurrency = 8)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(body);
        Check(name, input);
        if (maxConcurrency < 1)
        {
            throw Fault(name, $"maxConcurrency is {maxConcurrency}; at least 1 item must be worked on at a time.");
        }

        return Add<IReadOnlyList<TOut>>(new ForEachNode<TIn, TItem, TOut>(name, input, items, body, maxConcurrency));
    }

    /// <summary>A step that runs a graph on a value if a condition holds; else its output is <see cref="Optional{T}.Skipped"/>.</summary>
    /// <param name="name">Unique within this graph. Inner steps have paths such as <c>name[then]/inner</c>.</param>
    /// <param name="input">The value.</param>
    /// <param name="condition">Pure.</param>
    /// <param name="then">Defines what is done with the value.</param>
    public Step<Optional<TOut>> When<TIn, TOut>(string name, Step<TIn> input, Func<TIn, bool> condition, Func<GraphBuilder, Step<TIn>, Step<TOut>> then)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Check(name, input);
        return Add<Optional<TOut>>(new WhenNode<TIn, TOut>(name, input, condition, Inner(name, then)));
    }

    /// <summary>A step that runs one of two graphs on a value.</summary>
    /// <param name="name">Unique within this graph. Inner steps have paths such as <c>name[then]/inner</c> and <c>name[otherwise]/inner</c>.</param>
    /// <param name="input">The value.</param>
    /// <param name="condition">Pure.</param>
    /// <param name="then">Defines what is done if the condition holds.</param>
    /// <param name="otherwise">Defines what is done if not.</param>
    public Step<TOut> When<TIn, TOut>(
        string name,
        Step<TIn> input,
        Func<TIn, bool> condition,
        Func<GraphBuilder, Step<TIn>, Step<TOut>> then,
        Func<GraphBuilder, Step<TIn>, Step<TOut>> otherwise)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Check(name, input);
        ImmutableArray<Branch> branches = [new("then", Inner(name, then)), new("otherwise", Inner(name, otherwise))];
        return Add<TOut>(new SwitchNode<TIn, TOut>(name, StepKind.When, input, value => condition(value) ? 0 : 1, branches));
    }

    /// <summary>A step that runs one of several graphs on a value, by a key of it. Add the cases, then <c>Otherwise</c>.</summary>
    /// <param name="name">Unique within this graph. Inner steps have paths such as <c>name[key]/inner</c>.</param>
    /// <param name="input">The value.</param>
    /// <param name="key">Pure; such as an enum or a short text.</param>
    /// <example><code>g.Switch("tone", brief, static b => b.Tone).Case(Tone.Formal, static (g, b) => ..).Otherwise(static (g, b) => ..)</code></example>
    public SwitchStep<TIn, TKey> Switch<TIn, TKey>(string name, Step<TIn> input, Func<TIn, TKey> key)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        Check(name, input);
        _openSwitches.Add(name);
        return new SwitchStep<TIn, TKey>(this, name, input, key);
    }

    internal Graph<TIn, TOut> Inner<TIn, TOut>(string name, Func<GraphBuilder, Step<TIn>, Step<TOut>> body) =>
        Graphs.Graph.Build($"{Graph}/{name}", 0, body, _contracts);

    internal Step<T> Add<T>(StepNode node)
    {
        if (_closed)
        {
            throw Fault(node.Name, "the definition has ended; a GraphBuilder cannot be used outside the lambda it was given to.");
        }

        if (string.IsNullOrWhiteSpace(node.Name))
        {
            throw Fault(null, $"step {_nodes.Count + 1} has no name. A name is required: it is the step's key in the audit log and in a replay.");
        }

        if (node.Name.AsSpan().IndexOfAny("/[]") >= 0)
        {
            throw Fault(node.Name, "the name contains '/', '[' or ']', which separate the parts of a step's path. Use a hyphen.");
        }

        if (!_names.Add(node.Name))
        {
            throw Fault(node.Name, node.Name == InputName
                ? "'input' is the name of the graph's input. Give the step another name."
                : "another step has this name. Names are keys in the audit log and in a replay: give each step its own.");
        }

        if (node.Policy?.Fault() is { } fault)
        {
            throw Fault(node.Name, $"the policy cannot hold: {fault}.");
        }

        _nodes.Add(node);
        return new Step<T>(this, _nodes.Count, node.Name);
    }

    internal void EndSwitch(string name) => _openSwitches.Remove(name);

    /// <summary>Ends the definition.</summary>
    internal ImmutableArray<StepNode> Close(IStep output)
    {
        Check(null, output);
        if (_openSwitches.FirstOrDefault() is { } open)
        {
            throw Fault(open, "the switch has no end, so it is no step. End it with Otherwise, or remove it.");
        }

        _closed = true;
        var used = new bool[_nodes.Count + 1];
        used[output.Ordinal] = true;
        foreach (var input in _nodes.SelectMany(static node => node.Inputs))
        {
            used[input] = true;
        }

        var unused = _nodes.FirstOrDefault(node => !used[_nodes.IndexOf(node) + 1]);
        return unused is null
            ? [.. _nodes]
            : throw Fault(unused.Name, "nothing uses this step's output: it would be paid for and thrown away. Use it in a later step or in the returned output, or remove it.");
    }

    internal void Check(string? name, params ReadOnlySpan<IStep> inputs)
    {
        foreach (var input in inputs)
        {
            if (input is null)
            {
                throw Fault(name, "an input is null.");
            }

            if (!ReferenceEquals(input.Owner, this))
            {
                throw Fault(name, $"'{input.Name}' is a handle of graph '{input.Owner.Graph}'. A step takes handles of its own graph only: pass the value in as (part of) the input of '{Graph}'.");
            }
        }
    }

    internal GraphDefinitionException Fault(string? step, string fault) => new(Graph, step, fault);

    private ImmutableArray<int> Ordinals(string name, ReadOnlySpan<IStep> inputs)
    {
        Check(name, inputs);
        var ordinals = ImmutableArray.CreateBuilder<int>(inputs.Length);
        foreach (var input in inputs)
        {
            if (!ordinals.Contains(input.Ordinal))
            {
                ordinals.Add(input.Ordinal);
            }
        }

        return ordinals.DrainToImmutable();
    }
}
