using System.Text.RegularExpressions;

namespace Orchestration.Providers.Wire;

/// <summary>Makes a provider's message fit for logs: no keys, one line, and no endless one.</summary>
internal static partial class ErrorMessages
{
    private const int Longest = 500;

    public static string Safe(string message, IEnumerable<string?> secrets)
    {
        foreach (var secret in secrets)
        {
            message = secret is { Length: >= 4 } ? message.Replace(secret, "***", StringComparison.Ordinal) : message;
        }

        message = Key().Replace(message.ReplaceLineEndings(" "), "${mark}***");
        if (message.Length <= Longest)
        {
            return message;
        }

        // Half a character would be no text.
        var end = char.IsHighSurrogate(message[Longest - 1]) ? Longest - 1 : Longest;
        return $"{message.AsSpan(0, end)}…";
    }

    // Providers echo keys, most of them masked in part: "Incorrect API key provided: sk-inval****-key." Where only the words before it tell a key, it has a digit or a mask:
    // "Missing bearer authentication" holds none.
    [GeneratedRegex(
        @"(?<mark>\bbearer\s+|key(?:\s+provided)?[""']?\s*[=:]\s*[""'<]?)(?=[\w*\-.]*[\d*])[\w*\-.]*[\w*\-]|\b(?<mark>sk-|AIza|gsk_|xai-|pplx-|nvapi-|hf_|r8_|ya29\.|eyJ)[\w*\-.]*[\w*\-]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();
}
