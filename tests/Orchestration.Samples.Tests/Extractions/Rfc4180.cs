using System.Text;

namespace Orchestration.Samples.Tests.Extractions;

/// <summary>Reads CSV by the letter of RFC 4180, as a reader that did not write it.</summary>
internal static class Rfc4180
{
    public static List<List<string>> Parse(string csv)
    {
        var lines = new List<List<string>>();
        for (var i = 0; i < csv.Length;)
        {
            var line = new List<string>();
            do
            {
                line.Add(Field(csv, ref i));
            }
            while (csv[i++] == ',');

            Assert.Equal("\r\n", csv[(i - 1)..(i + 1)]);
            i++;
            lines.Add(line);
        }

        return lines;
    }

    private static string Field(string csv, ref int i)
    {
        if (csv[i] != '"')
        {
            var end = csv.IndexOfAny([',', '\r'], i);
            var bare = csv[i..end];
            Assert.DoesNotContain('"', bare);
            i = end;
            return bare;
        }

        var text = new StringBuilder();
        for (i++; csv[i] != '"' || csv[i + 1] == '"'; i++)
        {
            text.Append(csv[i]);
            i += csv[i] == '"' ? 1 : 0;
        }

        i++;
        return text.ToString();
    }
}
