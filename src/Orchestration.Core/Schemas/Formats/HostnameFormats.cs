namespace Orchestration.Schemas.Formats;

/// <summary>Names of hosts: RFC 1123, section 2.1, and with labels of all scripts RFC 5890 to 5893. No full stop at the end, which only a resolver wants.</summary>
internal static class HostnameFormats
{
    private const int MaxName = 253;
    private const int MaxLabel = 63;
    private const string EncodedPrefix = "xn--";

    public static bool IsHostname(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxName)
        {
            return false;
        }

        foreach (var range in text.Split('.'))
        {
            if (!IsAsciiLabel(text[range]))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsInternational(ReadOnlySpan<char> text)
    {
        var total = -1; // The first label has no full stop before it.
        foreach (var range in text.SplitAny(".\u3002\uFF0E\uFF61"))
        {
            var length = AsciiLength(text[range]);
            total += 1 + length;
            if (length < 0 || total > MaxName)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAsciiLabel(ReadOnlySpan<char> label)
    {
        if (label.Length is 0 or > MaxLabel || label[0] == '-' || label[^1] == '-')
        {
            return false;
        }

        foreach (var unit in label)
        {
            if (!char.IsAsciiLetterOrDigit(unit) && unit != '-')
            {
                return false;
            }
        }

        return !label.StartsWith(EncodedPrefix, StringComparison.OrdinalIgnoreCase) || IsEncodedLabel(label[EncodedPrefix.Length..]);
    }

    /// <summary>Whether what follows the prefix stands for a label with other characters than ASCII, as it may be registered.</summary>
    private static bool IsEncodedLabel(ReadOnlySpan<char> encoded)
    {
        Span<int> codePoints = stackalloc int[MaxLabel];
        var count = Punycode.Decode(encoded, codePoints);
        return count > 0 && codePoints[..count].ContainsAnyExceptInRange(0, 0x7F) && IdnaLabel.IsValid(codePoints[..count]);
    }

    /// <summary>How long a label is in ASCII; -1 when it is not valid.</summary>
    private static int AsciiLength(ReadOnlySpan<char> label)
    {
        if (!label.ContainsAnyExceptInRange('\0', '\x7F'))
        {
            var isReserved = label.Length >= 4 && label[2..4] is "--" && !label.StartsWith(EncodedPrefix, StringComparison.OrdinalIgnoreCase);
            return IsAsciiLabel(label) && !isReserved ? label.Length : -1;
        }

        Span<int> codePoints = stackalloc int[MaxLabel];
        var count = 0;
        while (!label.IsEmpty)
        {
            if (count == codePoints.Length || !CodePointReader.TryRead(label, out codePoints[count], out var length))
            {
                return -1;
            }

            count++;
            label = label[length..];
        }

        var total = EncodedPrefix.Length + Punycode.EncodedLength(codePoints[..count]);
        return total <= MaxLabel && IdnaLabel.IsValid(codePoints[..count]) ? total : -1;
    }
}
