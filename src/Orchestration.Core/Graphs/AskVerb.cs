using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Graphs;

/// <summary>The verb that asks a model.</summary>
public static class AskVerb
{
    /// <summary>A step that asks a model: the lambda describes the call, the runtime makes it.</summary>
    /// <param name="g">The builder.</param>
    /// <param name="name">Unique within the graph; stable, since it is the step's key in the audit log and in a replay.</param>
    /// <param name="input1">A value the prompt is made of; up to 8, or a list.</param>
    /// <param name="prompt">Pure: the same inputs give the same prompt.</param>
    /// <param name="policy">Which models, how often, how long, for how much. <see langword="null"/> = the application's default.</param>
    public static Step<TOut> Ask<T1, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Func<T1, Prompt<TOut>> prompt, StepPolicy? policy = null) =>
        g.AddAsk(name, [input1], v => prompt(v.Of(input1)), policy);

    /// <inheritdoc cref="Ask{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, Prompt{TOut}}, StepPolicy)"/>
    public static Step<TOut> Ask<T1, T2, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Func<T1, T2, Prompt<TOut>> prompt, StepPolicy? policy = null) =>
        g.AddAsk(name, [input1, input2], v => prompt(v.Of(input1), v.Of(input2)), policy);

    /// <inheritdoc cref="Ask{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, Prompt{TOut}}, StepPolicy)"/>
    public static Step<TOut> Ask<T1, T2, T3, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Func<T1, T2, T3, Prompt<TOut>> prompt, StepPolicy? policy = null) =>
        g.AddAsk(name, [input1, input2, input3], v => prompt(v.Of(input1), v.Of(input2), v.Of(input3)), policy);

    /// <inheritdoc cref="Ask{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, Prompt{TOut}}, StepPolicy)"/>
    public static Step<TOut> Ask<T1, T2, T3, T4, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Func<T1, T2, T3, T4, Prompt<TOut>> prompt, StepPolicy? policy = null) =>
        g.AddAsk(name, [input1, input2, input3, input4], v => prompt(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4)), policy);

    /// <inheritdoc cref="Ask{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, Prompt{TOut}}, StepPolicy)"/>
    public static Step<TOut> Ask<T1, T2, T3, T4, T5, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Step<T5> input5, Func<T1, T2, T3, T4, T5, Prompt<TOut>> prompt, StepPolicy? policy = null) =>
        g.AddAsk(name, [input1, input2, input3, input4, input5], v => prompt(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4), v.Of(input5)), policy);

    /// <inheritdoc cref="Ask{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, Prompt{TOut}}, StepPolicy)"/>
    public static Step<TOut> Ask<T1, T2, T3, T4, T5, T6, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Step<T5> input5, Step<T6> input6, Func<T1, T2, T3, T4, T5, T6, Prompt<TOut>> prompt, StepPolicy? policy = null) =>
        g.AddAsk(name, [input1, input2, input3, input4, input5, input6], v => prompt(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4), v.Of(input5), v.Of(input6)), policy);

    /// <inheritdoc cref="Ask{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, Prompt{TOut}}, StepPolicy)"/>
    public static Step<TOut> Ask<T1, T2, T3, T4, T5, T6, T7, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Step<T5> input5, Step<T6> input6, Step<T7> input7, Func<T1, T2, T3, T4, T5, T6, T7, Prompt<TOut>> prompt, StepPolicy? policy = null) =>
        g.AddAsk(name, [input1, input2, input3, input4, input5, input6, input7], v => prompt(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4), v.Of(input5), v.Of(input6), v.Of(input7)), policy);

    /// <inheritdoc cref="Ask{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, Prompt{TOut}}, StepPolicy)"/>
    public static Step<TOut> Ask<T1, T2, T3, T4, T5, T6, T7, T8, TOut>(
        this GraphBuilder g, string name, Step<T1> input1, Step<T2> input2, Step<T3> input3, Step<T4> input4, Step<T5> input5, Step<T6> input6, Step<T7> input7, Step<T8> input8, Func<T1, T2, T3, T4, T5, T6, T7, T8, Prompt<TOut>> prompt, StepPolicy? policy = null) =>
        g.AddAsk(name, [input1, input2, input3, input4, input5, input6, input7, input8], v => prompt(v.Of(input1), v.Of(input2), v.Of(input3), v.Of(input4), v.Of(input5), v.Of(input6), v.Of(input7), v.Of(input8)), policy);

    /// <inheritdoc cref="Ask{T1, TOut}(GraphBuilder, string, Step{T1}, Func{T1, Prompt{TOut}}, StepPolicy)"/>
    /// <param name="g">The builder.</param>
    /// <param name="name">Unique within the graph.</param>
    /// <param name="inputs">Any number of values of one type; at least 1.</param>
    /// <param name="prompt">Gets the values in the order of the handles.</param>
    /// <param name="policy">As above.</param>
    public static Step<TOut> Ask<T, TOut>(
        this GraphBuilder g, string name, IReadOnlyList<Step<T>> inputs, Func<IReadOnlyList<T>, Prompt<TOut>> prompt, StepPolicy? policy = null) =>
        g.AddAsk(name, inputs.AtLeastOne(g, name), v => prompt(v.Of(inputs)), policy);
}
