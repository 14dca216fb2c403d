using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestration.Models;

namespace Orchestration.Graphs;

/// <summary>A frozen, typed, acyclic graph of steps. Immutable and validated once; one value serves any number of runs at once.</summary>
public abstract class Graph
{
    private readonly Lazy<string> _fingerprint;

    private protected Graph(string name, int version, ImmutableArray<StepNode> steps, int output, JsonTypeInfo? inputContract)
    {
        Name = name;
        Version = version;
        InputContract = inputContract;
        Plan = new GraphPlan(steps, output);
        Shape = GraphShape.Of(this);
        _fingerprint = new Lazy<string>(() => GraphFingerprint.Of(this));
    }

    /// <summary>The name that the audit log knows the graph by.</summary>
    public string Name { get; }

    /// <summary>Counted up by the author with every change that matters to readers of the log.</summary>
    public int Version { get; }

    /// <summary>The steps in topological order, for display and checks.</summary>
    public GraphShape Shape { get; }

    /// <summary>SHA-256, in lower-case hex, of the steps, their edges, types, policies and schemas, and of the input's: it changes exactly when one of these does.</summary>
    /// <remarks>Neither the name and version nor the code in a step's lambda is part of it.</remarks>
    public string Fingerprint => _fingerprint.Value;

    internal GraphPlan Plan { get; }

    internal JsonTypeInfo? InputContract { get; }

    internal abstract Type InputType { get; }

    internal abstract TResult Accept<TResult>(IGraphVisitor<TResult> visitor);

    /// <exception cref="NotSupportedException">The output's type has no contract.</exception>
    internal abstract JsonBytes WriteOutput(object? output);

    /// <summary>Defines a graph. The types of input and output follow from the lambda.</summary>
    /// <param name="name">The name that the audit log knows the graph by.</param>
    /// <param name="version">At least 1; counted up with every change that matters to readers of the log.</param>
    /// <param name="build">Called once, now. Takes the builder and the input's handle, returns the output's handle.</param>
    /// <param name="json">
    /// A <c>JsonSerializerContext</c> that knows the input's type, the results of effects and the outputs asked for: the log holds the first two as JSON.
    /// May be left out where reflection-based serialization is on, which it is unless the application is trimmed.
    /// </param>
    /// <exception cref="GraphDefinitionException">The graph cannot be; the message names the step and the way out.</exception>
    /// <example>
    /// <code>
    /// public static readonly Graph&lt;Brief, Article&gt; Write = Graph.Define("article", version: 1, static (GraphBuilder g, Step&lt;Brief&gt; brief) =>
    /// {
    ///     var notes = g.Ask("research", brief, static b => Prompt.Json(ArticleJson.Default.Notes, $"List facts about {b.Topic}."), Policies.Cheap);
    ///     var draft = g.Ask("draft", brief, notes, static (b, n) => Prompt.Text($"Write for {b.Audience} from these notes: {n.Text}"), Policies.Careful);
    ///     return g.Compute("assemble", draft, notes, static (d, n) => new Article(d, n.Sources));
    /// });
    /// </code>
    /// </example>
    public static Graph<TIn, TOut> Define<TIn, TOut>(
        string name, int version, Func<GraphBuilder, Step<TIn>, Step<TOut>> build, IJsonTypeInfoResolver? json = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        var graph = Build(name, version, build, new JsonContracts(json));
        return graph.InputContract is not null || graph.Plan.IsPure ? graph : throw new GraphDefinitionException(
            name,
            null,
            $"the input type {typeof(TIn)} has no JSON contract, so a run could not be recorded. Add [JsonSerializable(typeof({typeof(TIn).Name}))] to a JsonSerializerContext and give its Default to Graph.Define.");
    }

    /// <summary>The graph as a Mermaid flow chart (https://mermaid.js.org), for documentation.</summary>
    public string ToMermaid() => Mermaid.Of(this);

    /// <summary>The name and version.</summary>
    public override string ToString() => $"{Name} v{Version}";

    internal static Graph<TIn, TOut> Build<TIn, TOut>(string name, int version, Func<GraphBuilder, Step<TIn>, Step<TOut>> build, JsonContracts contracts)
    {
        ArgumentNullException.ThrowIfNull(build);
        var builder = new GraphBuilder(name, contracts);
        var output = build(builder, builder.Input<TIn>()) ?? throw builder.Fault(null, "the definition returns null; return the handle of the output.");
        return new Graph<TIn, TOut>(name, version, builder.Close(output), output.Ordinal, contracts);
    }
}

/// <summary>A graph that makes a <typeparamref name="TOut"/> of a <typeparamref name="TIn"/>.</summary>
/// <inheritdoc cref="Graph" path="/summary"/>
public sealed class Graph<TIn, TOut> : Graph
{
    private readonly JsonContracts _contracts;

    internal Graph(string name, int version, ImmutableArray<StepNode> steps, int output, JsonContracts contracts)
        : base(name, version, steps, output, contracts.Find<TIn>()) => _contracts = contracts;

    internal override Type InputType => typeof(TIn);

    internal override TResult Accept<TResult>(IGraphVisitor<TResult> visitor) => visitor.Visit(this);

    internal override JsonBytes WriteOutput(object? output) => _contracts.Find<TOut>() is { } contract
        ? new JsonBytes(JsonSerializer.SerializeToUtf8Bytes((TOut)output!, contract))
        : throw new NotSupportedException(
            $"The output type {typeof(TOut)} of graph '{Name}' has no JSON contract. Add [JsonSerializable(typeof({typeof(TOut).Name}))] to a JsonSerializerContext and give its Default to Graph.Define.");
}
