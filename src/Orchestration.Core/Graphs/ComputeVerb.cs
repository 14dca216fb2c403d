namespace Orchestration.Graphs;

/// <summary>The verb that runs pure code.</summary>
public static class ComputeVerb
{
    /// <summary>A step of pure code. Its value is not recorded: a replay computes it again.</summary>
    /// <param name="g">The builder.</param>
    /// <param name="name">Unique within the graph.</param>
    /// <param name="input1">A value the code works on; up to 8, or a list.</param>
    /// <param name="body">Pure: no clock, no randomness, no outside. Use <c>Effect</c> for those.</param>
    public static Step<TOut> Compute<T1, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Func<T1, TOut> body) =>
        g.AddCompute(name, [input1], v => body(v.Of(input1)));

    /// <inheritdoc cref="Compute{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, TOut})"/>
    public static Step<TOut> Compute<T1, T2, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Func<T1, T2, TOut> body) =>
        g.AddCompute(name, [input1, input2], v => body(v.Of(input1), v.Of(input2)));

    /// <inheritdoc cref="Compute{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, TOut})"/>
    public static Step<TOut> Compute<T1, T2, T3, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Func<T1, T2, T3, TOut> body) =>
        g.AddCompute(name, [input1, input2, input3], v => body(v.Of(input1), v.Of(input2), v.Of(input3)));

    /// <inheritdoc cref="Compute{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, TOut})"/>
    public static Step<TOut> Compute<T1, T2, T3, T4, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Func<T1, T2, T3, T4, TOut> body) =>
        g.AddCompute(name, [input1, input2, input3, input4], v => body(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4)));

    /// <inheritdoc cref="Compute{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, TOut})"/>
    public static Step<TOut> Compute<T1, T2, T3, T4, T5, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Step<T5> input5, Func<T1, T2, T3, T4, T5, TOut> body) =>
        g.AddCompute(name, [input1, input2, input3, input4, input5], v => body(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4), v.Of(input5)));

    /// <inheritdoc cref="Compute{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, TOut})"/>
    public static Step<TOut> Compute<T1, T2, T3, T4, T5, T6, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Step<T5> input5, Step<T6> input6, Func<T1, T2, T3, T4, T5, T6, TOut> body) =>
        g.AddCompute(name, [input1, input2, input3, input4, input5, input6], v => body(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4), v.Of(input5), v.Of(input6)));

    /// <inheritdoc cref="Compute{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, TOut})"/>
    public static Step<TOut> Compute<T1, T2, T3, T4, T5, T6, T7, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Step<T5> input5, Step<T6> input6, Step<T7> input7, Func<T1, T2, T3, T4, T5, T6, T7, TOut> body) =>
        g.AddCompute(name, [input1, input2, input3, input4, input5, input6, input7], v => body(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4), v.Of(input5), v.Of(input6), v.Of(input7)));

    /// <inheritdoc cref="Compute{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, TOut})"/>
    public static Step<TOut> Compute<T1, T2, T3, T4, T5, T6, T7, T8, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Step<T5> input5, Step<T6> input6, Step<T7> input7, Step<T8> input8, Func<T1, T2, T3, T4, T5, T6, T7, T8, TOut> body) =>
        g.AddCompute(name, [input1, input2, input3, input4, input5, input6, input7, input8], v => body(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4), v.Of(input5), v.Of(input6), v.Of(input7), v.Of(input8)));

    /// <inheritdoc cref="Compute{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, TOut})"/>
    /// <param name="g">The builder.</param>
    /// <param name="name">Unique within the graph.</param>
    /// <param name="inputs">Any number of values of one type; at least 1.</param>
    /// <param name="body">Gets the values in the order of the handles.</param>
    public static Step<TOut> Compute<T, TOut>(
        this GraphBuilder g, string name, IReadOnlyList<Step<T>> inputs, Func<IReadOnlyList<T>, TOut> body) =>
        g.AddCompute(name, inputs.AtLeastOne(g, name), v => body(v.Of(inputs)));
}
