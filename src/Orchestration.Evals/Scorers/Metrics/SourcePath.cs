using System.Text.Json;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>Where the text stands that an output is to rest on: in the case's input, or in what an effect gave: in this run or, if the run did without it, in the one that the case was made of.</summary>
/// <param name="Effect">The path of the effect; <see langword="null"/> = the input.</param>
/// <param name="Pointer">The part of it; empty = all.</param>
internal sealed record SourcePath(string? Effect, string Pointer)
{
    private const string EffectPrefix = "effect:";

    public const string Form = "\"sources\" or \"/a/sources\" in the input, or \"effect:retrieve#/docs\" in what an effect gave";

    public static SourcePath Input { get; } = new(null, string.Empty);

    public static SourcePath Parse(string text)
    {
        if (!text.StartsWith(EffectPrefix, StringComparison.Ordinal))
        {
            return new SourcePath(null, text.Length == 0 || text[0] == '/' ? text : $"/{text}");
        }

        var rest = text[EffectPrefix.Length..];
        var hash = rest.IndexOf('#', StringComparison.Ordinal);
        var (effect, pointer) = hash < 0 ? (rest, string.Empty) : (rest[..hash], rest[(hash + 1)..]);
        return effect.Length == 0 ? throw new FormatException($"'{text}' names no effect.")
            : JsonParts.Fault(pointer) is { } fault ? throw new FormatException(fault)
            : new SourcePath(effect, pointer);
    }

    /// <returns><see langword="null"/> when the case has nothing there.</returns>
    public JsonElement? Find(ScoredOutput output)
    {
        var json = output.Case.Input;
        if (Effect is not null && !output.Effects.TryGetValue(Effect, out json) && !output.Case.Recorded.Effects.TryGetValue(Effect, out json))
        {
            return null;
        }

        return JsonParts.Find(JsonParts.Parse(json), Pointer);
    }

    public override string ToString() => (Effect, Pointer) switch
    {
        (null, "") => "the input",
        (null, _) => $"the input's {Pointer}",
        (_, "") => $"the effect '{Effect}'",
        _ => $"the effect '{Effect}', {Pointer}",
    };
}
