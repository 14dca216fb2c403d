using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Anthropic;

/// <summary>Reads a citation of any kind of place: characters, pages or blocks of a document, a search result, a page of the web.</summary>
internal static class Citation
{
    /// <summary>The place itself differs by kind and stays in the raw JSON, which goes back unchanged.</summary>
    public static CitationAnnotation Read(JsonElement json) => new()
    {
        Title = json.Text("document_title") ?? json.Text("title"),
        Url = Uri.TryCreate(json.Text("url") ?? json.Text("source"), UriKind.Absolute, out var url) ? url : null,
        FileId = json.Text("file_id"),
        Snippet = json.Text("cited_text"),
        RawRepresentation = json.Clone(),
    };
}
