using System.CommandLine;

namespace Orchestration.Cli.Evals;

/// <summary>Commands as a person would type them.</summary>
internal static class Typed
{
    /// <summary>What was typed, with one option more.</summary>
    public static string Again(ParseResult parse, string option)
    {
        var words = parse.Tokens.Select(static token => Quoted(token.Value)).ToList();
        return string.Join(' ', words.Contains(option, StringComparer.Ordinal) ? [App.Name, .. words] : [App.Name, .. words, option]);
    }

    public static string Quoted(string word) => word.Length > 0 && word.All(static c => char.IsLetterOrDigit(c) || "-_./:=,+@\\".Contains(c, StringComparison.Ordinal)) ? word : $"\"{word.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
