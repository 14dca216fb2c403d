using System.Buffers;

namespace Orchestration.Schemas.Formats;

/// <summary>URI templates of RFC 6570, of any level.</summary>
internal static class UriTemplateFormat
{
    private static readonly SearchValues<char> Literals =
        SearchValues.Create("!#$&'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz~");

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    public static bool IsTemplate(ReadOnlySpan<char> text)
    {
        while (text.IndexOf('{') is >= 0 and var open)
        {
            var length = text[open..].IndexOf('}');
            if (length < 0 || !AreLiterals(text[..open]) || !IsExpression(text.Slice(open + 1, length - 1)))
            {
                return false;
            }

            text = text[(open + length + 1)..];
        }

        return AreLiterals(text);
    }

    private static bool AreLiterals(ReadOnlySpan<char> text) => UriFormats.AreAll(text, Literals, international: true, isPrivateAllowed: true);

    private static bool IsExpression(ReadOnlySpan<char> text)
    {
        text = text is ['+' or '#' or '.' or '/' or ';' or '?' or '&' or '=' or ',' or '!' or '@' or '|', .. var rest] ? rest : text;
        foreach (var range in text.Split(','))
        {
            if (!IsVariable(text[range]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsVariable(ReadOnlySpan<char> text)
    {
        if (text.IndexOf(':') is >= 0 and var colon)
        {
            var prefix = text[(colon + 1)..];
            if (prefix.Length is 0 or > 4 || prefix[0] == '0' || prefix.ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            text = text[..colon];
        }
        else if (text is [.. var name, '*'])
        {
            text = name;
        }

        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (part.IsEmpty || !UriFormats.AreAll(part, NameCharacters, international: false))
            {
                return false;
            }
        }

        return true;
    }
}
