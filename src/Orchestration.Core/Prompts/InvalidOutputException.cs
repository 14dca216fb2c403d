using System.Collections.Immutable;
using Orchestration.Schemas;

namespace Orchestration.Prompts;

/// <summary>Thrown and caught inside the call: an answer that is not what the prompt asked for. The runtime makes an <c>InvalidOutput</c> failure of it.</summary>
/// <remarks>The message quotes nothing of the answer, for it ends up in logs; the errors may.</remarks>
internal sealed class InvalidOutputException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What is wrong with a JSON answer; empty when the answer is of another kind altogether.</summary>
    public ImmutableArray<SchemaError> Errors { get; init; } = [];

    /// <summary>How much of the answer had come when no continuation of it could be valid any more, in UTF-16 code units; <see langword="null"/> when it was read to its end.</summary>
    public int? StoppedAt { get; init; }

    /// <param name="errors">At least one.</param>
    /// <param name="stoppedAt">As <see cref="StoppedAt"/>.</param>
    public static InvalidOutputException Of(ImmutableArray<SchemaError> errors, int? stoppedAt = null) => new(Summary(errors)) { Errors = errors, StoppedAt = stoppedAt };

    /// <summary>An answer whose JSON is broken, or not there.</summary>
    public static InvalidOutputException Broken(string problem) => new($"The answer is not the JSON that was asked for: {problem}") { Errors = [Error(problem)] };

    public static SchemaError Error(string problem, string path = "") => new() { InstancePath = path, SchemaPath = string.Empty, Keyword = "json", Message = problem };

    private static string Summary(ImmutableArray<SchemaError> errors)
    {
        var (first, more) = (errors[0], errors.Length - 1);
        var place = first.InstancePath.Length == 0 ? "at its root" : $"at {first.InstancePath}";
        return $"The answer is not the JSON that was asked for: the schema's '{first.Keyword}' does not hold {place}{(more > 0 ? FormattableString.Invariant($", and {more} more") : string.Empty)}.";
    }
}
