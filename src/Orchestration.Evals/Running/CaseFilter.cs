using System.Collections.Immutable;
using System.IO.Enumeration;
using Orchestration.Evals.GoldenSets;

namespace Orchestration.Evals.Running;

/// <summary>Chooses cases by a filter: see <see cref="EvalOptions.Filter"/>.</summary>
internal sealed class CaseFilter
{
    private readonly ImmutableArray<Term> _terms;

    private CaseFilter(ImmutableArray<Term> terms) => _terms = terms;

    /// <exception cref="ArgumentException">A term is none.</exception>
    public static CaseFilter Parse(string? filter) =>
        new([.. (filter ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseTerm)]);

    public bool Takes(GoldenCaseEntry entry) => _terms.All(term => term.Holds(entry) != term.Negated);

    private static Term ParseTerm(string text)
    {
        var negated = text.StartsWith('!');
        var term = negated ? text[1..] : text;
        var (kind, pattern) = term.Split(':', 2) is [var before, { Length: > 0 } after] ? (before, after) : (term, string.Empty);
        return (kind, pattern) switch
        {
            ("critical", "") => new Term(kind, pattern, negated),
            ("id" or "tag", not "") => new Term(kind, pattern, negated),
            _ => throw new ArgumentException($"'{text}' in the filter is none of tag:NAME, id:NAME and critical, each with ! before it or without; * in a name stands for anything.", nameof(text)),
        };
    }

    private readonly record struct Term(string Kind, string Pattern, bool Negated)
    {
        public bool Holds(GoldenCaseEntry entry)
        {
            var pattern = Pattern;
            return Kind switch
            {
                "critical" => entry.Critical,
                "id" => Matches(pattern, entry.Id),
                _ => entry.Tags.Any(tag => Matches(pattern, tag)),
            };
        }

        private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
    }
}
