using System.Text.RegularExpressions;

namespace Orchestration.Providers.Wire;

/// <summary>Makes a provider's message fit for logs: no keys, no more than a few lines.</summary>
internal static partial class ErrorMessages
{
    private const int Longest = 500;

    public static string Safe(string message, IEnumerable<string?> secrets)
    {
        foreach (var secret in secrets)
        {
            message = secret is { Length: >= 4 } ? message.Replace(secret, "***", StringComparison.Ordinal) : message;
        }

        message = Key().Replace(message, "${mark}***");
        return message.Length <= Longest ? message : $"{message.AsSpan(0, Longest)}…";
    }

    // Providers echo keys, most of them masked in part: "Incorrect API key provided: sk-inval****-key."
    [GeneratedRegex(@"(?<mark>\bbearer\s+|\bkey(?:\s+provided)?\s*[=:]\s*|\bsk-|\bAIza)[\w*\-.]*[\w*\-]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();
}
