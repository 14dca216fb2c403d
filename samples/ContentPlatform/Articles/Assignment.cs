namespace ContentPlatform.Articles;

/// <summary>What one section's writer is given: all it needs, since it sees nothing of the rest.</summary>
internal sealed record Assignment(string Topic, OutlineSection Section, IReadOnlyList<Fact> Facts, IReadOnlyList<Source> Sources)
{
    /// <summary>Gives each section of the outline the source it draws on and the facts found there. A source that the model made up stands for all.</summary>
    public static IReadOnlyList<Assignment> For(Brief brief, Material material, Notes notes, Outline outline) =>
    [
        .. outline.Sections.Select(section =>
        {
            Source[] named = [.. material.Sources.Where(source => source.Name == section.Source)];
            IReadOnlyList<Source> sources = named.Length > 0 ? named : material.Sources;
            return new Assignment(brief.Topic, section, [.. notes.Facts.Where(fact => sources.Any(source => source.Name == fact.Source))], sources);
        }),
    ];
}
