using System.Diagnostics.CodeAnalysis;

namespace Orchestration.Graphs;

/// <summary>The output of a branch that may not have been taken.</summary>
/// <typeparam name="T">The branch's output.</typeparam>
public sealed record Optional<T>
{
    private readonly T? _value;

    private Optional(bool taken, T? value) => (Taken, _value) = (taken, value);

    /// <summary>The branch was not taken.</summary>
    public static Optional<T> Skipped { get; } = new(false, default);

    /// <summary>Whether the branch was taken.</summary>
    [MemberNotNullWhen(true, nameof(_value))]
    public bool Taken { get; }

    /// <summary>The branch's output.</summary>
    /// <exception cref="InvalidOperationException">The branch was not taken.</exception>
    public T Value => Taken ? _value : throw new InvalidOperationException("The branch was not taken; ask Taken first, or use Or.");

    /// <summary>The branch's output, or <paramref name="other"/> if it was not taken.</summary>
    public T Or(T other) => Taken ? _value : other;

    internal static Optional<T> Of(T value) => new(true, value);
}
