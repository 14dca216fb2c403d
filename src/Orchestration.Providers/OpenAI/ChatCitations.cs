using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Reads what an answer cites.</summary>
internal static class ChatCitations
{
    /// <summary>The annotations of a message: each names its place in the text. <see langword="null"/> if there are none.</summary>
    public static List<AIAnnotation>? Annotations(JsonElement message)
    {
        List<AIAnnotation>? annotations = null;
        foreach (var annotation in message.Items("annotations"))
        {
            (annotations ??= []).Add(annotation.Child("url_citation") is { } citation ? Citation(citation, annotation) : new AIAnnotation { RawRepresentation = annotation.Clone() });
        }

        return annotations;
    }

    /// <summary>The sources that Perplexity and xAI name beside an answer as a whole. <see langword="null"/> if there are none.</summary>
    public static List<AIAnnotation>? Sources(JsonElement response)
    {
        List<AIAnnotation>? sources = null;
        foreach (var result in response.Items("search_results"))
        {
            (sources ??= []).Add(Citation(result, result));
        }

        // Perplexity repeats the addresses of its results in a list of their own.
        var isListed = sources is not null;
        foreach (var address in isListed ? default : response.Items("citations"))
        {
            if (address.ValueKind == JsonValueKind.String && Address(address.GetString()) is { } url)
            {
                (sources ??= []).Add(new CitationAnnotation { Url = url });
            }
        }

        return sources;
    }

    private static CitationAnnotation Citation(JsonElement citation, JsonElement raw) => new()
    {
        Url = Address(citation.Text("url")),
        Title = citation.Text("title"),
        Snippet = citation.Text("content") ?? citation.Text("snippet"),
        AnnotatedRegions = citation.Count("start_index") is { } start && citation.Count("end_index") is { } end
            ? [new TextSpanAnnotatedRegion { StartIndex = (int)start, EndIndex = (int)end }]
            : null,
        RawRepresentation = raw.Clone(),
    };

    private static Uri? Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;
}
