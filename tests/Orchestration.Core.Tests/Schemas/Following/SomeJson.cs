using System.Text;

namespace Orchestration.Core.Tests.Schemas.Following;

/// <summary>JSON documents by chance, the same for the same seed.</summary>
internal static class SomeJson
{
    private static readonly string[] Scalars = ["0", "-1", "7", "12", "1.5", "1.0", "2e1", "true", "false", "null", "\"\"", "\"a\"", "\"red\"", "\"\\u0062lue\"", "\"😀x\"", "\"\\ud83d\\ude00\"", "\"green and long\""];

    private static readonly string[] Names = ["\"a\"", "\"b\"", "\"ab\"", "\"\\u0063\"", "\"kind\"", "\"next\"", "\"\"", "\"x\\/y\""];

    public static string Next(Random random, int depth)
    {
        var json = new StringBuilder();
        Write(random, depth, json);
        return json.ToString();
    }

    public static string Scalar(Random random) => Scalars[random.Next(Scalars.Length)];

    private static void Write(Random random, int depth, StringBuilder json)
    {
        Space(random, json);
        var kind = depth == 0 ? 0 : random.Next(4);
        switch (kind)
        {
            case 2:
                json.Append('[');
                for (var i = random.Next(4); i > 0; i--)
                {
                    Write(random, depth - 1, json);
                    json.Append(i > 1 ? "," : string.Empty);
                }

                json.Append(']');
                break;
            case 3:
                json.Append('{');
                json.AppendJoin(',', Names.OrderBy(_ => random.Next()).Take(random.Next(4)).Select(name => $"{name}:{Next(random, depth - 1)}"));
                json.Append('}');
                break;
            default:
                json.Append(Scalar(random));
                break;
        }

        Space(random, json);
    }

    private static void Space(Random random, StringBuilder json)
    {
        if (random.Next(6) == 0)
        {
            json.Append(" \n\t\r"[random.Next(4)]);
        }
    }
}
