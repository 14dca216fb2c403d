using System.Buffers;

namespace Orchestration.Schemas.Formats;

/// <summary>Mailboxes of RFC 5321, section 4.1.2, and with characters of all scripts of RFC 6531.</summary>
internal static class EmailFormats
{
    private const int MaxLocalPart = 64;
    private const string LiteralTag = "IPv6:";

    private static readonly SearchValues<char> AtomCharacters = SearchValues.Create("!#$%&'*+-/0123456789=?ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public static bool IsEmail(ReadOnlySpan<char> text, bool international)
    {
        var at = text is ['"', ..] ? QuotedLength(text, international) : text.IndexOf('@');
        return at is > 0 and <= MaxLocalPart && at < text.Length && text[at] == '@'
            && (text[0] == '"' || AreAtoms(text[..at], international))
            && IsDomain(text[(at + 1)..], international);
    }

    private static bool IsDomain(ReadOnlySpan<char> domain, bool international)
    {
        if (domain is ['[', .. var literal, ']'])
        {
            return literal.StartsWith(LiteralTag, StringComparison.OrdinalIgnoreCase)
                ? AddressFormats.IsIPv6(literal[LiteralTag.Length..])
                : AddressFormats.IsIPv4(literal);
        }

        return international ? HostnameFormats.IsInternational(domain) : HostnameFormats.IsHostname(domain);
    }

    private static bool AreAtoms(ReadOnlySpan<char> text, bool international)
    {
        foreach (var range in text.Split('.'))
        {
            var atom = text[range];
            if (atom.IsEmpty || !AreCharacters(atom, international))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreCharacters(ReadOnlySpan<char> atom, bool international)
    {
        while (atom.IndexOfAnyExcept(AtomCharacters) is >= 0 and var other)
        {
            if (!international || !CodePointReader.TryRead(atom[other..], out var codePoint, out var length) || codePoint < 0x80)
            {
                return false;
            }

            atom = atom[(other + length)..];
        }

        return true;
    }

    /// <summary>Where a quoted local part ends; -1 when it does not.</summary>
    private static int QuotedLength(ReadOnlySpan<char> text, bool international)
    {
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    return i + 1;
                case '\\' when i + 1 < text.Length && text[i + 1] is >= ' ' and <= '~':
                    i++;
                    break;
                case '\\':
                    return -1;
                case >= ' ' and <= '~':
                    break;
                case var _ when international && CodePointReader.TryRead(text[i..], out var codePoint, out var length) && codePoint >= 0x80:
                    i += length - 1;
                    break;
                default:
                    return -1;
            }
        }

        return -1;
    }
}
