using System.Text.Json;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>The part of an output that is judged.</summary>
/// <param name="Whole">What it is a part of.</param>
/// <param name="Json">The part.</param>
/// <param name="Text">The part for scorers of text.</param>
/// <param name="Reference">The same part of the case's reference; <see langword="null"/> where there is none.</param>
internal sealed record Part(ScoredOutput Whole, JsonElement Json, string Text, JsonElement? Reference)
{
    /// <returns><see langword="null"/> when the output has nothing there.</returns>
    public static Part? Of(ScoredOutput output, string? at)
    {
        var json = JsonParts.Parse(output.Output);
        if (at is null)
        {
            return new Part(output, json, output.Text, ReferenceOf(output, at));
        }

        return JsonParts.Find(JsonParts.Document(json), at) is { } part ? new Part(output, part, JsonParts.Text(part), ReferenceOf(output, at)) : null;
    }

    public static JsonElement? ReferenceOf(ScoredOutput output, string? at)
    {
        if (output.Case.Reference.IsEmpty)
        {
            return null;
        }

        var reference = JsonParts.Parse(output.Case.Reference);
        return at is null ? reference : JsonParts.Find(JsonParts.Document(reference), at);
    }
}
