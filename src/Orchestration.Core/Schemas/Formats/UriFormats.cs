using System.Buffers;

namespace Orchestration.Schemas.Formats;

/// <summary>What a reference must be, and may hold.</summary>
[Flags]
internal enum UriKinds
{
    None = 0,

    /// <summary>It begins with a scheme.</summary>
    Absolute = 1,

    /// <summary>Characters beyond ASCII may stand as they are.</summary>
    International = 2,
}

/// <summary>URIs and references of RFC 3986, IRIs and references of RFC 3987, by their grammar to the letter.</summary>
internal static class UriFormats
{
    private const string Unreserved = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";
    private const string SubDelimiters = "!$&'()*+,;=";

    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(Unreserved + SubDelimiters);
    private static readonly SearchValues<char> UserCharacters = SearchValues.Create(Unreserved + SubDelimiters + ":");
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(Unreserved + SubDelimiters + ":@/");
    private static readonly SearchValues<char> QueryCharacters = SearchValues.Create(Unreserved + SubDelimiters + ":@/?");

    public static bool IsValid(ReadOnlySpan<char> text, UriKinds kinds)
    {
        var international = (kinds & UriKinds.International) != UriKinds.None;
        var fragment = text.IndexOf('#');
        if (fragment >= 0)
        {
            if (!AreAll(text[(fragment + 1)..], QueryCharacters, international))
            {
                return false;
            }

            text = text[..fragment];
        }

        var query = text.IndexOf('?');
        if (query >= 0)
        {
            if (!AreAll(text[(query + 1)..], QueryCharacters, international, isPrivateAllowed: true))
            {
                return false;
            }

            text = text[..query];
        }

        var segment = text.IndexOf('/') is >= 0 and var slash ? text[..slash] : text;
        if (segment.IndexOf(':') is >= 0 and var colon)
        {
            // Without a scheme the first segment of a path has no colon.
            return IsScheme(text[..colon]) && IsHierarchy(text[(colon + 1)..], international);
        }

        return (kinds & UriKinds.Absolute) == UriKinds.None && IsHierarchy(text, international);
    }

    /// <summary>Whether the text holds only the given characters, percent-encoded octets and, in an IRI, characters beyond ASCII.</summary>
    internal static bool AreAll(ReadOnlySpan<char> text, SearchValues<char> allowed, bool international, bool isPrivateAllowed = false)
    {
        while (text.IndexOfAnyExcept(allowed) is >= 0 and var other)
        {
            text = text[other..];
            int length;
            if (text is ['%', var high, var low, ..] && char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low))
            {
                length = 3;
            }
            else if (!international || !CodePointReader.TryRead(text, out var codePoint, out length) || !IsInternational(codePoint, isPrivateAllowed))
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }

    private static bool IsScheme(ReadOnlySpan<char> text) => !text.IsEmpty && char.IsAsciiLetter(text[0]) && !text.ContainsAnyExcept(SchemeCharacters);

    /// <summary>An authority, if there are two slashes, and a path.</summary>
    private static bool IsHierarchy(ReadOnlySpan<char> text, bool international)
    {
        if (!text.StartsWith("//"))
        {
            return AreAll(text, PathCharacters, international);
        }

        text = text[2..];
        var path = text.IndexOf('/');
        return path < 0
            ? IsAuthority(text, international)
            : IsAuthority(text[..path], international) && AreAll(text[path..], PathCharacters, international);
    }

    private static bool IsAuthority(ReadOnlySpan<char> text, bool international)
    {
        var user = text.IndexOf('@');
        if (user >= 0)
        {
            if (!AreAll(text[..user], UserCharacters, international))
            {
                return false;
            }

            text = text[(user + 1)..];
        }

        if (text is ['[', ..])
        {
            var end = text.IndexOf(']');
            return end >= 0 && IsLiteral(text[1..end]) && (end + 1 == text.Length || (text[end + 1] == ':' && IsPort(text[(end + 2)..])));
        }

        var port = text.IndexOf(':');
        return port < 0
            ? AreAll(text, NameCharacters, international)
            : AreAll(text[..port], NameCharacters, international) && IsPort(text[(port + 1)..]);
    }

    private static bool IsPort(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>An IPv6 address, or what a later version will look like: <c>v1.something</c>.</summary>
    private static bool IsLiteral(ReadOnlySpan<char> text)
    {
        if (text is not ['v' or 'V', ..])
        {
            return AddressFormats.IsIPv6(text);
        }

        var point = text.IndexOf('.');
        if (point < 2 || point + 1 == text.Length || text[(point + 1)..].ContainsAnyExcept(UserCharacters))
        {
            return false;
        }

        foreach (var digit in text[1..point])
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The ucschar of RFC 3987, and its iprivate.</summary>
    private static bool IsInternational(int codePoint, bool isPrivateAllowed) => codePoint switch
    {
        >= 0xE000 and <= 0xF8FF or >= 0xF0000 => isPrivateAllowed && (codePoint & 0xFFFF) < 0xFFFE,
        < 0x10000 => codePoint is (>= 0xA0 and <= 0xD7FF) or (>= 0xF900 and <= 0xFDCF) or (>= 0xFDF0 and <= 0xFFEF),
        _ => (codePoint & 0xFFFF) < 0xFFFE && codePoint is not (>= 0xE0000 and < 0xE1000),
    };
}
