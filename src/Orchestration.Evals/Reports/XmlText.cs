using System.Xml;

namespace Orchestration.Evals.Reports;

/// <summary>Text that XML 1.0 can hold: other characters, which models do write, become U+FFFD.</summary>
internal static class XmlText
{
    public static string Of(string text)
    {
        var fault = FirstFault(text, 0);
        if (fault < 0)
        {
            return text;
        }

        var clean = text.ToCharArray();
        for (; fault >= 0; fault = FirstFault(text, fault + 1))
        {
            clean[fault] = '\uFFFD';
        }

        return new string(clean);
    }

    private static int FirstFault(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(text[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
