namespace Orchestration.Schemas.Formats;

/// <summary>Addresses of the Internet: RFC 2673, section 3.2, and RFC 4291, section 2.2.</summary>
internal static class AddressFormats
{
    /// <summary>Four numbers up to 255, without leading zeros.</summary>
    public static bool IsIPv4(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || part.Length is 0 or > 3 || part.ContainsAnyExceptInRange('0', '9') || (part.Length > 1 && part[0] == '0')
                || (part.Length == 3 && part.SequenceCompareTo("255") > 0))
            {
                return false;
            }
        }

        return parts == 4;
    }

    /// <summary>Eight groups of up to four hexadecimal digits, <c>::</c> once for some of them, an IPv4 address for the last two. No zone.</summary>
    public static bool IsIPv6(ReadOnlySpan<char> text)
    {
        var isShortened = text.StartsWith("::");
        var groups = 0;
        var at = isShortened ? 2 : 0;
        while (at < text.Length)
        {
            var rest = text[at..];
            var digits = 0;
            while (digits < rest.Length && char.IsAsciiHexDigit(rest[digits]))
            {
                digits++;
            }

            if (digits < rest.Length && rest[digits] == '.')
            {
                return IsIPv4(rest) && IsCount(groups + 2, isShortened);
            }

            if (digits is 0 or > 4 || ++groups > 8)
            {
                return false;
            }

            at += digits;
            if (at == text.Length)
            {
                break;
            }

            if (text[at++] != ':' || at == text.Length)
            {
                return false;
            }

            if (text[at] == ':')
            {
                if (isShortened)
                {
                    return false;
                }

                isShortened = true;
                at++;
            }
        }

        return IsCount(groups, isShortened);
    }

    private static bool IsCount(int groups, bool isShortened) => isShortened ? groups <= 7 : groups == 8;
}
