using System.Text.RegularExpressions;

namespace Orchestration.Schemas.Patterns;

/// <summary>A translated expression and the engine of .NET that runs it.</summary>
/// <remarks>
/// The one without backtracking: its time is linear in the text, whatever the expression, and on ordinary texts it is also the faster one (45 to 140 ns
/// against 55 to 190). Lookaround, backreferences, <c>\b</c> and very large counts need the backtracking engine, which only the timeout bounds.
/// </remarks>
internal sealed class PatternEngine
{
    /// <summary>
    /// .NET 10 without backtracking overlooks a line feed at the end of a text when an expression tells more than about 250 kinds of characters apart, as
    /// <c>\p{L}</c> among surrogate pairs does. One that is no longer than this cannot. Others leave such texts to the backtracking engine.
    /// </summary>
    private const int TooShortForManyKinds = 250;

    private readonly Regex _regex;
    private readonly Lazy<Regex>? _forFinalLineFeed;

    public PatternEngine(string source, bool pairs, TimeSpan timeout)
    {
        var (pattern, needsBacktracking) = PatternTranslator.Translate(source, pairs);
        if (!needsBacktracking)
        {
            try
            {
                _regex = new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, timeout);
                _forFinalLineFeed = pattern.Length <= TooShortForManyKinds ? null : new(() => new(pattern, RegexOptions.CultureInvariant, timeout));
                return;
            }
            catch (NotSupportedException)
            {
                // Its automaton would be too large: counts such as {1,10000} are written out.
            }
        }

        _regex = new(pattern, RegexOptions.CultureInvariant, timeout);
    }

    /// <summary>Whether its time is bounded by nothing but the timeout.</summary>
    public bool Backtracks => (_regex.Options & RegexOptions.NonBacktracking) == RegexOptions.None;

    /// <exception cref="RegexMatchTimeoutException">It takes too long to say.</exception>
    public bool IsMatch(ReadOnlySpan<char> text) => (_forFinalLineFeed is not null && text is [.., '\n'] ? _forFinalLineFeed.Value : _regex).IsMatch(text);
}
