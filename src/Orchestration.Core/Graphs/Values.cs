namespace Orchestration.Graphs;

/// <summary>The values of one execution, by the ordinal of their step. Typed by the handle that asks.</summary>
internal readonly struct Values(object?[] values)
{
    public T Of<T>(Step<T> step) => (T)values[step.Ordinal]!;

    public IReadOnlyList<T> Of<T>(IReadOnlyList<Step<T>> steps)
    {
        var list = new T[steps.Count];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = Of(steps[i]);
        }

        return list;
    }
}
