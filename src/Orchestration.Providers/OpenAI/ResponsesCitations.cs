using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Reads the annotations of a text.</summary>
internal static class ResponsesCitations
{
    /// <returns><see langword="null"/> if the part has none.</returns>
    public static IList<AIAnnotation>? Read(JsonElement part)
    {
        List<AIAnnotation>? citations = null;
        foreach (var annotation in part.Items("annotations"))
        {
            (citations ??= []).Add(new CitationAnnotation
            {
                Title = annotation.Text("title") ?? annotation.Text("filename"),
                Url = Uri.TryCreate(annotation.Text("url"), UriKind.Absolute, out var url) ? url : null,
                FileId = annotation.Text("file_id"),
                AnnotatedRegions = RegionOf(annotation) is { } region ? [region] : null,
                RawRepresentation = annotation.Clone(),
            });
        }

        return citations;
    }

    private static TextSpanAnnotatedRegion? RegionOf(JsonElement annotation) =>
        annotation.Count("start_index") is { } start && annotation.Count("end_index") is { } end and <= int.MaxValue && start <= end
            ? new TextSpanAnnotatedRegion { StartIndex = (int)start, EndIndex = (int)end }
            : null;
}
