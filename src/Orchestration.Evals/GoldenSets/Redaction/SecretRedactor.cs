using System.Text.RegularExpressions;

namespace Orchestration.Evals.GoldenSets.Redaction;

internal sealed class SecretRedactor : IRedactor
{
    private const double MinBitsPerUnit = 3;

    // The beginnings are those that the services document for secret scanners.
    private static readonly Regex Known = new(
        string.Join(
            '|',
            @"-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----(?:[A-Za-z0-9+/=\s\\:,.()\-]*-----END [A-Z ]*PRIVATE KEY( BLOCK)?-----|[A-Za-z0-9+/=\s\\]*)",
            @"eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}(?:\.[A-Za-z0-9_\-]*){1,3}",
            @"sk-[A-Za-z0-9_\-]{16,}",
            @"(?:sk|rk|pk|whsec)_(?:live_|test_)?[A-Za-z0-9]{16,}",
            @"gh[pousr]_[A-Za-z0-9]{30,}",
            @"github_pat_[A-Za-z0-9_]{30,}",
            @"glpat-[A-Za-z0-9_\-]{20,}",
            @"(?:AKIA|ASIA)[A-Z0-9]{16}",
            @"xox[abeoprs]-[A-Za-z0-9\-]{10,}",
            @"AIza[A-Za-z0-9_\-]{35}",
            @"ya29\.[A-Za-z0-9_\-]{20,}",
            @"hf_[A-Za-z0-9]{30,}",
            @"npm_[A-Za-z0-9]{36}",
            @"SG\.[A-Za-z0-9_\-]{16,}\.[A-Za-z0-9_\-]{16,}"),
        Redactors.Linear);

    private static readonly Regex Named = new(
        @"(?i:api[_\- ]?key|access[_\- ]?key|secret|token|password|passwd|pwd|bearer|authorization|signature)[A-Za-z_\-]{0,20}[""'\\]{0,2}(?: is|[ \t]?[:=]|[ \t])[ \t]*[""'\\]{0,2}(?<value>[A-Za-z0-9+/_.=~!@$%^&*\-]{12,})",
        Redactors.Linear | RegexOptions.ExplicitCapture);

    public string Name => "secret";

    public IEnumerable<SensitiveText> Find(string text)
    {
        var known = Known.Matches(text).Where(match => IsWhole(text, match.Index)).Select(static match => (Group)match);
        var named = Named.Matches(text).Select(static match => match.Groups["value"]).Where(static value => IsRandom(value.Value));
        var end = 0;
        foreach (var found in known.Concat(named).OrderBy(static found => found.Index).ThenByDescending(static found => found.Length))
        {
            if (found.Index >= end)
            {
                end = found.Index + found.Length;
                yield return new(found.Index, found.Length, found.Value);
            }
        }
    }

    private static bool IsWhole(string text, int start) => start == 0 || !char.IsAsciiLetterOrDigit(text[start - 1]);

    // Words and numbers repeat their letters more than keys do, and do not mix letters with digits.
    private static bool IsRandom(string value)
    {
        if (!value.Any(char.IsAsciiDigit) || !value.Any(char.IsAsciiLetter))
        {
            return false;
        }

        var bits = value.GroupBy(static unit => unit).Sum(units => -(double)units.Count() / value.Length * Math.Log2((double)units.Count() / value.Length));
        return bits >= MinBitsPerUnit;
    }
}
