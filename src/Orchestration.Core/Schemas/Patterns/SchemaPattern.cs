using System.Text.RegularExpressions;

namespace Orchestration.Schemas.Patterns;

/// <summary>A regular expression as ECMA-262 has them (with its <c>u</c> flag), bounded in time.</summary>
internal sealed class SchemaPattern
{
    /// <summary>In UTF-16 units. Nobody writes a longer one, and making an automaton takes much longer than reading.</summary>
    private const int MaxLength = 16_384;

    private const int LongText = 4096;

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    private readonly PatternEngine _plain;
    private readonly Lazy<PatternEngine> _withPairs;

    private SchemaPattern(string source, TimeSpan timeout)
    {
        Source = source;
        timeout = timeout < LongestTimeout ? timeout : LongestTimeout;
        Timeout = timeout;
        _plain = new(source, pairs: false, timeout);
        _withPairs = new(() => new(source, pairs: true, timeout));
    }

    /// <summary>The expression as the schema has it.</summary>
    public string Source { get; }

    /// <summary>How long one text may take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Whether a text of this length may take a time that is worth counting.</summary>
    public bool MayTakeLong(int length) => length > LongText || _plain.Backtracks;

    /// <returns>The expression; <see langword="null"/> when it is none, and then <paramref name="problem"/> says why.</returns>
    public static SchemaPattern? TryCompile(string source, TimeSpan timeout, out string? problem)
    {
        problem = ProblemOf(source);
        if (problem is not null)
        {
            return null;
        }

        try
        {
            return new(source, timeout);
        }
        catch (Exception e) when (e is ArgumentException or InsufficientExecutionStackException)
        {
            problem = $"the pattern is more than the engine can take: {e.Message}";
            return null;
        }
    }

    /// <summary>Why a text is no expression; <see langword="null"/> when it is one.</summary>
    public static string? ProblemOf(string source)
    {
        if (source.Length > MaxLength)
        {
            return $"the pattern has {source.Length} characters, more than {MaxLength}";
        }

        try
        {
            PatternTranslator.Translate(source, pairs: false);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    /// <summary>Whether any part of the text matches. Allocates nothing.</summary>
    /// <returns><see langword="null"/> when it takes too long to say.</returns>
    public bool? IsMatch(ReadOnlySpan<char> text)
    {
        try
        {
            return (text.ContainsAnyInRange('\uD800', '\uDFFF') ? _withPairs.Value : _plain).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}
