using Orchestration.Policies;

namespace Orchestration.Graphs;

/// <summary>The verb that reads or writes the outside.</summary>
public static class EffectVerb
{
    /// <summary>A step that reads or writes the outside: retrieval, a tool, an HTTP call. Its result is recorded, and a replay or resumed run takes it from the log.</summary>
    /// <param name="g">The builder.</param>
    /// <param name="name">Unique within the graph; stable, since it is the step's key in the audit log and in a replay.</param>
    /// <param name="input1">A value the effect works on; up to 8, or a list.</param>
    /// <param name="body">Runs at least once and, where the policy allows retries or a crash comes between the effect and its record, more than once; <see cref="EffectContext.IdempotencyKey"/> tells repetitions apart.</param>
    /// <param name="policy">Retries and timeouts. <see langword="null"/> = one attempt without a limit of its own.</param>
    public static Step<TOut> Effect<T1, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Func<T1, EffectContext, CancellationToken, ValueTask<TOut>> body, StepPolicy? policy = null) =>
        g.AddEffect(name, [input1], (v, context, cancellationToken) => body(v.Of(input1), context, cancellationToken), policy);

    /// <inheritdoc cref="Effect{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, EffectContext, CancellationToken, ValueTask{TOut}}, StepPolicy)"/>
    public static Step<TOut> Effect<T1, T2, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Func<T1, T2, EffectContext, CancellationToken, ValueTask<TOut>> body, StepPolicy? policy = null) =>
        g.AddEffect(name, [input1, input2], (v, context, cancellationToken) => body(v.Of(input1), v.Of(input2), context, cancellationToken), policy);

    /// <inheritdoc cref="Effect{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, EffectContext, CancellationToken, ValueTask{TOut}}, StepPolicy)"/>
    public static Step<TOut> Effect<T1, T2, T3, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Func<T1, T2, T3, EffectContext, CancellationToken, ValueTask<TOut>> body, StepPolicy? policy = null) =>
        g.AddEffect(name, [input1, input2, input3], (v, context, cancellationToken) => body(v.Of(input1), v.Of(input2), v.Of(input3), context, cancellationToken), policy);

    /// <inheritdoc cref="Effect{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, EffectContext, CancellationToken, ValueTask{TOut}}, StepPolicy)"/>
    public static Step<TOut> Effect<T1, T2, T3, T4, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Func<T1, T2, T3, T4, EffectContext, CancellationToken, ValueTask<TOut>> body, StepPolicy? policy = null) =>
        g.AddEffect(name, [input1, input2, input3, input4], (v, context, cancellationToken) => body(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4), context, cancellationToken), policy);

    /// <inheritdoc cref="Effect{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, EffectContext, CancellationToken, ValueTask{TOut}}, StepPolicy)"/>
    public static Step<TOut> Effect<T1, T2, T3, T4, T5, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Step<T5> input5, Func<T1, T2, T3, T4, T5, EffectContext, CancellationToken, ValueTask<TOut>> body, StepPolicy? policy = null) =>
        g.AddEffect(name, [input1, input2, input3, input4, input5], (v, context, cancellationToken) => body(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4), v.Of(input5), context, cancellationToken), policy);

    /// <inheritdoc cref="Effect{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, EffectContext, CancellationToken, ValueTask{TOut}}, StepPolicy)"/>
    public static Step<TOut> Effect<T1, T2, T3, T4, T5, T6, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Step<T5> input5, Step<T6> input6, Func<T1, T2, T3, T4, T5, T6, EffectContext, CancellationToken, ValueTask<TOut>> body, StepPolicy? policy = null) =>
        g.AddEffect(name, [input1, input2, input3, input4, input5, input6], (v, context, cancellationToken) => body(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4), v.Of(input5), v.Of(input6), context, cancellationToken), policy);

    /// <inheritdoc cref="Effect{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, EffectContext, CancellationToken, ValueTask{TOut}}, StepPolicy)"/>
    public static Step<TOut> Effect<T1, T2, T3, T4, T5, T6, T7, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Step<T5> input5, Step<T6> input6, Step<T7> input7, Func<T1, T2, T3, T4, T5, T6, T7, EffectContext, CancellationToken, ValueTask<TOut>> body, StepPolicy? policy = null) =>
        g.AddEffect(name, [input1, input2, input3, input4, input5, input6, input7], (v, context, cancellationToken) => body(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4), v.Of(input5), v.Of(input6), v.Of(input7), context, cancellationToken), policy);

    /// <inheritdoc cref="Effect{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, EffectContext, CancellationToken, ValueTask{TOut}}, StepPolicy)"/>
    public static Step<TOut> Effect<T1, T2, T3, T4, T5, T6, T7, T8, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Step<T5> input5, Step<T6> input6, Step<T7> input7, Step<T8> input8, Func<T1, T2, T3, T4, T5, T6, T7, T8, EffectContext, CancellationToken, ValueTask<TOut>> body, StepPolicy? policy = null) =>
        g.AddEffect(name, [input1, input2, input3, input4, input5, input6, input7, input8], (v, context, cancellationToken) => body(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4), v.Of(input5), v.Of(input6), v.Of(input7), v.Of(input8), context, cancellationToken), policy);

    /// <inheritdoc cref="Effect{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, EffectContext, CancellationToken, ValueTask{TOut}}, StepPolicy)"/>
    /// <param name="g">The builder.</param>
    /// <param name="name">Unique within the graph.</param>
    /// <param name="inputs">Any number of values of one type; at least 1.</param>
    /// <param name="body">Gets the values in the order of the handles.</param>
    /// <param name="policy">As above.</param>
    public static Step<TOut> Effect<T, TOut>(
        this GraphBuilder g, string name, IReadOnlyList<Step<T>> inputs, Func<IReadOnlyList<T>, EffectContext, CancellationToken, ValueTask<TOut>> body, StepPolicy? policy = null) =>
        g.AddEffect(name, inputs.AtLeastOne(g, name), (v, context, cancellationToken) => body(v.Of(inputs), context, cancellationToken), policy);
}
