using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>Collects what an answer rests on: sources that Google searched (<c>groundingMetadata</c>) and those it recites (<c>citationMetadata</c>).</summary>
internal sealed class GeminiGrounding
{
    private JsonElement? _grounding;
    private JsonElement? _citations;

    /// <summary>Takes a member of a candidate; the last one that says anything counts.</summary>
    public void Read(JsonProperty member)
    {
        if (member.NameEquals("groundingMetadata"u8) && member.Value.Items("groundingChunks").Any())
        {
            _grounding = member.Value.Clone();
        }
        else if (member.NameEquals("citationMetadata"u8))
        {
            _citations = member.Value.Clone();
        }
    }

    /// <summary>A citation for each source.</summary>
    /// <param name="text">The candidate's text, whose places are counted in bytes of UTF-8.</param>
    public List<AIAnnotation> Citations(string text)
    {
        var citations = new List<AIAnnotation>();
        if (_grounding is { } grounding)
        {
            foreach (var chunk in grounding.Items("groundingChunks"))
            {
                citations.Add(Source(chunk));
            }

            foreach (var support in grounding.Items("groundingSupports"))
            {
                AddRegion(citations, support, text);
            }
        }

        foreach (var citation in _citations is { } recited ? recited.Items("citations") : default)
        {
            if ((citation.Text("uri") ?? citation.Text("title")) is not null)
            {
                citations.Add(new CitationAnnotation
                {
                    Title = citation.Text("title"),
                    Url = Address(citation),
                    AnnotatedRegions = Region(citation, text) is { } region ? [region] : null,
                    RawRepresentation = citation,
                });
            }
        }

        return citations;
    }

    private static CitationAnnotation Source(JsonElement chunk)
    {
        // web, retrievedContext or maps: one member, named by its kind.
        var source = chunk.ValueKind == JsonValueKind.Object ? chunk.EnumerateObject().FirstOrDefault() : default;
        var said = source.Value.ValueKind == JsonValueKind.Object ? source.Value : chunk;
        return new CitationAnnotation { Title = said.Text("title"), Url = Address(said), Snippet = said.Text("text"), RawRepresentation = chunk };
    }

    private static void AddRegion(List<AIAnnotation> citations, JsonElement support, string text)
    {
        if (support.Child("segment") is not { } segment || Region(segment, text) is not { } region)
        {
            return;
        }

        foreach (var index in support.Items("groundingChunkIndices"))
        {
            if (index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out var source) && source >= 0 && source < citations.Count)
            {
                (citations[source].AnnotatedRegions ??= []).Add(region);
            }
        }
    }

    private static TextSpanAnnotatedRegion? Region(JsonElement segment, string text) =>
        segment.Count("endIndex") is { } end && end > (segment.Count("startIndex") ?? 0)
            ? new TextSpanAnnotatedRegion { StartIndex = CharacterAt(text, segment.Count("startIndex") ?? 0), EndIndex = CharacterAt(text, end) }
            : null;

    private static int CharacterAt(string text, long bytes)
    {
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (bytes <= 0)
            {
                break;
            }

            bytes -= rune.Utf8SequenceLength;
            position += rune.Utf16SequenceLength;
        }

        return position;
    }

    private static Uri? Address(JsonElement source) => Uri.TryCreate(source.Text("uri"), UriKind.Absolute, out var address) ? address : null;
}
