namespace Orchestration.Schemas.Formats;

/// <summary>JSON Pointers of RFC 6901, and relative ones of draft-bhutton-relative-json-pointer-00.</summary>
internal static class PointerFormats
{
    public static bool IsPointer(ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty && text[0] != '/')
        {
            return false;
        }

        while (text.IndexOf('~') is >= 0 and var tilde)
        {
            if (tilde + 1 == text.Length || text[tilde + 1] is not ('0' or '1'))
            {
                return false;
            }

            text = text[(tilde + 2)..];
        }

        return true;
    }

    /// <summary>How many levels up, perhaps how many items on, then a pointer, or <c>#</c> for the name.</summary>
    public static bool IsRelative(ReadOnlySpan<char> text)
    {
        if (!TakeNumber(ref text, allowZero: true))
        {
            return false;
        }

        if (!text.IsEmpty && text[0] is '+' or '-')
        {
            text = text[1..];
            if (!TakeNumber(ref text, allowZero: false))
            {
                return false;
            }
        }

        return text is "#" || IsPointer(text);
    }

    private static bool TakeNumber(ref ReadOnlySpan<char> text, bool allowZero)
    {
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length : digits;
        var isNumber = digits > 0 && (text[0] != '0' || (allowZero && digits == 1));
        text = text[digits..];
        return isNumber;
    }
}
