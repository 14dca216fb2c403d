using System.ComponentModel;

namespace ContentPlatform.Articles;

/// <summary>The input of a run.</summary>
/// <param name="Topic">What the article is on.</param>
/// <param name="Folder">Where its sources lie; empty = the included texts.</param>
/// <param name="Date">The day it is dated: part of the input, since a pure step has no clock.</param>
internal sealed record Brief(string Topic, string Folder, DateOnly Date);

/// <summary>The sources as they were read, in the order of their names.</summary>
internal sealed record Material(IReadOnlyList<Source> Sources);

/// <summary>One text.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Title">Its first line, or its name.</param>
/// <param name="Text">All of it.</param>
internal sealed record Source(string Name, string Title, string Text);

/// <summary>What research found. The descriptions are what the model is told of each member.</summary>
internal sealed record Notes(
    [property: Description("16 facts")] IReadOnlyList<Fact> Facts);

internal sealed record Fact(
    [property: Description("One fact in one sentence, true to its source")] string Text,
    [property: Description("The name of the source it stands in")] string Source);

/// <summary>What the article will say, in which order.</summary>
internal sealed record Outline(
    [property: Description("A title for the whole")] string Title,
    [property: Description("4 sections")] IReadOnlyList<OutlineSection> Sections);

internal sealed record OutlineSection(
    [property: Description("Its heading")] string Heading,
    [property: Description("What it says, in one sentence")] string Gist,
    [property: Description("The name of the source it draws on most")] string Source);

/// <summary>How the article presents itself to search engines.</summary>
internal sealed record Seo(
    [property: Description("A title of at most 60 characters")] string Title,
    [property: Description("One sentence that tells what the reader will learn")] string Description,
    [property: Description("6 keywords")] IReadOnlyList<string> Keywords);

/// <summary>The output of a run.</summary>
/// <param name="Slug">The name of its file, without extension.</param>
/// <param name="Markdown">All of it, front matter included.</param>
internal sealed record Article(string Slug, string Markdown);
