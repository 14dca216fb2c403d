using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Orchestration.Evals.GoldenSets.Redaction;

/// <summary>Gives each thing that is redacted in a case its placeholder, the same wherever it comes again.</summary>
internal sealed partial class Placeholders(ImmutableArray<IRedactor> redactors)
{
    // What is left of a text after a replacement may be found in turn; more often than this it is the redactors that find what they have put there.
    private const int MaxPasses = 8;

    private readonly Dictionary<(string Kind, string Identity), string> _names = [];
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, int> Counts => _counts.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public int Total => _counts.Values.Sum();

    /// <summary>Takes note of the placeholders that a text already holds, so that none is given to another thing.</summary>
    public void Reserve(string text)
    {
        foreach (Match placeholder in Placeholder().Matches(text))
        {
            var kind = placeholder.Groups["kind"].Value;
            _last[kind] = Math.Max(_last.GetValueOrDefault(kind), int.Parse(placeholder.Groups["number"].ValueSpan, CultureInfo.InvariantCulture));
        }
    }

    public string Replace(string text)
    {
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            if (Found(text) is not { Count: > 0 } found)
            {
                return text;
            }

            text = Replace(text, found);
        }

        throw new InvalidOperationException($"The redactors {string.Join(", ", redactors.Select(static redactor => redactor.Name))} go on finding what they have replaced; a pattern must not match a placeholder such as [email-1].");
    }

    private List<(string Kind, SensitiveText Part)> Found(string text)
    {
        var found = new List<(string Kind, SensitiveText Part)>();
        foreach (var redactor in redactors)
        {
            found.AddRange(redactor.Find(text).Where(part => !found.Exists(other => part.Start < other.Part.Start + other.Part.Length && other.Part.Start < part.Start + part.Length)).Select(part => (redactor.Name, part)).ToArray());
        }

        found.Sort(static (left, right) => left.Part.Start.CompareTo(right.Part.Start));
        return found;
    }

    private string Replace(string text, List<(string Kind, SensitiveText Part)> found)
    {
        var replaced = new StringBuilder();
        var end = 0;
        foreach (var (kind, part) in found)
        {
            _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
            replaced.Append(text, end, part.Start - end).Append(Name(kind, part.Identity));
            end = part.Start + part.Length;
        }

        return replaced.Append(text, end, text.Length - end).ToString();
    }

    private string Name(string kind, string identity)
    {
        if (!_names.TryGetValue((kind, identity), out var name))
        {
            var number = _last[kind] = _last.GetValueOrDefault(kind) + 1;
            _names[(kind, identity)] = name = string.Create(CultureInfo.InvariantCulture, $"[{kind}-{number}]");
        }

        return name;
    }

    [GeneratedRegex(@"\[(?<kind>[A-Za-z]+)-(?<number>[0-9]{1,6})\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
