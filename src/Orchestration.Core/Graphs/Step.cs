namespace Orchestration.Graphs;

/// <summary>A handle on a value that a graph will have once it runs: its input, or the output of a step.</summary>
/// <remarks>
/// Only a <see cref="GraphBuilder"/> makes handles, and a step takes only handles that exist already: so a graph that compiles is well typed, and a
/// graph that can be written has no cycle. A handle holds no value and means nothing outside the definition that made it.
/// </remarks>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class Step<T> : IStep
{
    internal Step(GraphBuilder owner, int ordinal, string name) => (Owner, Ordinal, Name) = (owner, ordinal, name);

    /// <summary>The step's name; <c>input</c> for the graph's input.</summary>
    public string Name { get; }

    internal GraphBuilder Owner { get; }

    internal int Ordinal { get; }

    GraphBuilder IStep.Owner => Owner;

    int IStep.Ordinal => Ordinal;

    /// <summary>The name and the type of the value.</summary>
    public override string ToString() => $"{Name}: {typeof(T).Name}";
}

/// <summary>A handle, whatever its type.</summary>
internal interface IStep
{
    string Name { get; }

    GraphBuilder Owner { get; }

    int Ordinal { get; }
}
