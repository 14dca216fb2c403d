using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ContentPlatform.Articles;

/// <summary>Puts texts together as Markdown.</summary>
internal static class Markdown
{
    private const int LongestSlug = 60;

    /// <summary>The sections below their headings.</summary>
    public static string Draft(IReadOnlyList<Assignment> plan, IReadOnlyList<string> sections) =>
        string.Join("\n\n", plan.Zip(sections, static (assignment, text) => $"## {assignment.Section.Heading}\n\n{text.Trim()}"));

    /// <summary>The article below its front matter.</summary>
    public static Article Assemble(Brief brief, Outline outline, string polished, Seo seo)
    {
        var text = new StringBuilder("---\n");
        Line("title", seo.Title);
        Line("description", seo.Description);
        text.Append(CultureInfo.InvariantCulture, $"keywords: [{string.Join(", ", seo.Keywords.Select(Quoted))}]\n");
        text.Append(CultureInfo.InvariantCulture, $"date: {brief.Date:yyyy-MM-dd}\n");
        Line("topic", brief.Topic);
        text.Append(CultureInfo.InvariantCulture, $"---\n\n# {outline.Title}\n\n{polished.Trim()}\n");
        return new Article(Slug(brief.Topic), text.ToString());

        void Line(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"{name}: {Quoted(value)}\n");
    }

    /// <summary>A name for a file or an address: lower-case ASCII letters, digits and hyphens.</summary>
    public static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-' && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                slug.Append('-');
            }
        }

        var name = slug.ToString(0, Math.Min(slug.Length, LongestSlug)).Trim('-');
        return name.Length > 0 ? name : "article";
    }

    // A JSON string is a YAML string too.
    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text.ReplaceLineEndings(" ").Trim(), JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
