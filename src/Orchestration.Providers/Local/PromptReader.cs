using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Orchestration.Providers.Local;

/// <summary>Tells material from instruction. The first of these conventions that a message follows holds for that message:</summary>
/// <remarks>
/// tags (<c>source</c>, <c>material</c>, <c>document</c>, <c>text</c>, <c>notes</c>, <c>draft</c>, <c>context</c>); fences of ``` or """; a line "Sources:" (or
/// Material, Text, Notes, Context, Document) with the material below it; a line "---" with the material below it; paragraphs after the first, when they are long enough to select from.
/// System messages hold material in tags only. The results of tools are material. Answers of the assistant are neither.
/// </remarks>
internal static partial class PromptReader
{
    /// <summary>Fewer words than this after the first paragraph are more instruction, not material.</summary>
    private const int FewestUnmarkedWords = 40;

    public static PromptParts Read(IReadOnlyList<ChatMessage> messages, string? instructions)
    {
        var sources = new List<SourceText>();
        var system = new StringBuilder(instructions);
        var user = new StringBuilder();
        int characters = instructions?.Length ?? 0;
        foreach (var message in messages)
        {
            string text = message.Text.ReplaceLineEndings("\n");
            characters += message.Text.Length;
            if (message.Role == ChatRole.System)
            {
                system.Append("\n\n").Append(TakeTagged(text, sources));
            }
            else if (message.Role == ChatRole.User)
            {
                user.Append("\n\n").Append(TakeMaterial(text, sources));
            }

            foreach (var result in message.Contents.OfType<FunctionResultContent>())
            {
                string content = result.Result?.ToString() ?? string.Empty;
                characters += content.Length;
                sources.Add(new SourceText(null, content));
            }
        }

        sources.RemoveAll(static source => string.IsNullOrWhiteSpace(source.Text));
        return new PromptParts($"{system}\n\n{user}".Trim(), sources, characters);
    }

    private static string TakeMaterial(string text, List<SourceText> sources)
    {
        int before = sources.Count;
        string rest = TakeTagged(text, sources);
        if (sources.Count > before)
        {
            return rest;
        }

        rest = Fence().Replace(text, match => Take(sources, null, match.Groups["body"].Value));
        if (sources.Count > before)
        {
            return rest;
        }

        var mark = MaterialHeading().Match(text);
        mark = mark.Success ? mark : Divider().Match(text);
        if (mark.Success && mark.Index > 0 && !string.IsNullOrWhiteSpace(text[..mark.Index]))
        {
            Take(sources, null, text[(mark.Index + mark.Length)..]);
            return text[..mark.Index];
        }

        int paragraphEnd = text.IndexOf("\n\n", text.Length - text.TrimStart().Length, StringComparison.Ordinal);
        if (paragraphEnd > 0 && Words.Count(text.AsSpan(paragraphEnd)) >= FewestUnmarkedWords)
        {
            Take(sources, null, text[paragraphEnd..]);
            return text[..paragraphEnd];
        }

        return text;
    }

    private static string TakeTagged(string text, List<SourceText> sources) =>
        Tagged().Replace(text, match => Take(sources, match.Groups["name"] is { Success: true } name ? name.Value : null, match.Groups["body"].Value));

    private static string Take(List<SourceText> sources, string? name, string body)
    {
        sources.Add(new SourceText(name, body));
        return "\n";
    }

    [GeneratedRegex("""
        <(?<tag>source|material|document|text|notes|draft|context)(?:\s+(?:name|title|file|id)\s*=\s*["'](?<name>[^"'>]*)["'])?[^>]*>(?<body>.*?)</\k<tag>\s*>
        """, RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex Tagged();

    [GeneratedRegex("^(?<fence>```+|\"\"\")[^\\n]*\\n(?<body>.*?)\\n\\k<fence>[ \\t]*$", RegexOptions.Singleline | RegexOptions.Multiline, RegexLimit.Milliseconds)]
    private static partial Regex Fence();

    [GeneratedRegex("^[ \\t#*]*(?:sources?|material|text|notes|context|documents?)[ \\t*]*:[ \\t*]*(?=\\n)", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex MaterialHeading();

    [GeneratedRegex("^(?:-{3,}|={3,}|\\*{3,})[ \\t]*$", RegexOptions.Multiline, RegexLimit.Milliseconds)]
    private static partial Regex Divider();
}
