using System.Text.RegularExpressions;

namespace Orchestration.Evals.GoldenSets.Redaction;

internal sealed class PatternRedactor(string name, Regex pattern, Func<string, string> identity) : IRedactor
{
    public string Name => name;

    public IEnumerable<SensitiveText> Find(string text)
    {
        foreach (Match match in pattern.Matches(text))
        {
            if (match.Length > 0)
            {
                yield return new(match.Index, match.Length, identity(match.Value));
            }
        }
    }
}
