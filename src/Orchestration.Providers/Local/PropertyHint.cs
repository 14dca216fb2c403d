namespace Orchestration.Providers.Local;

/// <summary>What a property's value is made of, guessed from its name and format.</summary>
internal enum PropertyRole
{
    Sentence,
    Passage,
    Title,
    Keyword,
    Slug,
    Source,
    Email,
    Address,
    Date,
    DateTime,
    Time,
    Uuid,
}

/// <summary>What a schema says about a value besides its type.</summary>
/// <param name="Name">The property's name; for items of an array, the array's.</param>
/// <param name="Description">The schema's description and title; empty when it has none.</param>
/// <param name="Format">The schema's format; empty when it has none.</param>
internal sealed record PropertyHint(string Name, string Description, string Format)
{
    /// <summary>The lower-case words of the name.</summary>
    public IReadOnlyList<string> NameWords { get; } = [.. Words.OfIdentifier(Name)];

    /// <summary>The words that steer which sentence fits.</summary>
    public IEnumerable<string> SubjectWords => NameWords.Concat(Words.Of(Description)).Where(Words.NamesSubject);

    public PropertyRole Role => Format switch
    {
        "email" or "idn-email" => PropertyRole.Email,
        "uri" or "iri" or "url" or "uri-reference" => PropertyRole.Address,
        "date" => PropertyRole.Date,
        "date-time" => PropertyRole.DateTime,
        "time" => PropertyRole.Time,
        "uuid" => PropertyRole.Uuid,
        _ => NameWords.Reverse().Select(RoleOf).FirstOrDefault(static role => role is not null) ?? PropertyRole.Sentence,
    };

    public static PropertyHint Of(string name, SchemaNode node) =>
        new(name, $"{node.Text("title")} {node.Text("description")}".Trim(), node.Text("format") ?? string.Empty);

    /// <summary>Whether one of the words, stemmed, is in the name.</summary>
    public bool Names(params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (NameWords.Contains(word, StringComparer.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static PropertyRole? RoleOf(string word) => word switch
    {
        "title" or "titles" or "headline" or "heading" or "headings" or "headlines" or "subject" or "topic" or "topics" or "name" or "section" or "label" => PropertyRole.Title,
        "keyword" or "keywords" or "tag" or "tags" or "term" or "terms" or "phrase" or "phrases" or "entity" or "entities" or "category" or "categories" => PropertyRole.Keyword,
        "slug" or "id" or "key" or "permalink" => PropertyRole.Slug,
        "source" or "sources" or "citation" or "reference" or "origin" or "file" or "filename" => PropertyRole.Source,
        "email" => PropertyRole.Email,
        "url" or "uri" or "link" or "href" => PropertyRole.Address,
        "date" => PropertyRole.Date,
        "summary" or "body" or "content" or "paragraph" or "paragraphs" or "markdown" or "abstract" or "passage" or "introduction" or "conclusion" => PropertyRole.Passage,
        "text" or "quote" or "quotes" or "fact" or "facts" or "claim" or "point" or "points" or "description" or "sentence" or "statement" or "answer" => PropertyRole.Sentence,
        _ => null,
    };
}
