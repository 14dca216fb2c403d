using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Orchestration.Evals.GoldenSets.Redaction;

/// <summary>The redactors that come with the library. They know forms, not meanings: a name or an address in plain words needs one of the application's own.</summary>
public static class Redactors
{
    /// <summary>Addresses of e-mail; in any case of letters they are one.</summary>
    public static IRedactor Email { get; } = new PatternRedactor(
        "email",
        new Regex(@"[\p{L}\p{N}._%+'\-]*[\p{L}\p{N}_%+\-]@[\p{L}\p{N}](?:[\p{L}\p{N}\-]*\.)+\p{L}{2,}", Linear),
        static value => value.ToUpperInvariant());

    /// <summary>Telephone numbers: international with + or 00; national with a leading 0 or an area code as they are grouped in Europe and North America. Dates, times and plain numbers are none.</summary>
    public static IRedactor Phone { get; } = new PhoneRedactor();

    /// <summary>Numbers of payment cards: a known issuer's first digits and length, and the check digit of Luhn.</summary>
    public static IRedactor Card { get; } = new CardRedactor();

    /// <summary>International bank account numbers with right check digits (ISO 13616).</summary>
    public static IRedactor Iban { get; } = new IbanRedactor();

    /// <summary>Keys that services issue with a known beginning (such as <c>sk-</c>, <c>ghp_</c>, <c>AKIA</c>), JSON Web Tokens, private keys in PEM, and what looks random after words such as <c>api_key=</c> or <c>Bearer</c>.</summary>
    public static IRedactor Secret { get; } = new SecretRedactor();

    /// <summary>All of them. Where two find the same text, the earlier has it.</summary>
    public static ImmutableArray<IRedactor> Default { get; } = [Secret, Email, Iban, Card, Phone];

    internal const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>One for what a regular expression matches, such as customer numbers.</summary>
    /// <param name="name">See <see cref="IRedactor.Name"/>.</param>
    /// <param name="pattern">Must not match <c>[name-1]</c>.</param>
    public static IRedactor Pattern(string name, Regex pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(pattern);
        return name.All(char.IsAsciiLetter) ? new PatternRedactor(name, pattern, static value => value) : throw new ArgumentException($"The name of a redactor is letters, and '{name}' is not.", nameof(name));
    }
}
