using System.Text.Json;
using Orchestration.Models;

namespace Orchestration.Replay;

/// <summary>JSON as lines for people: each value with its path before it, each line of each text.</summary>
internal static class JsonLines
{
    public static List<string> Of(JsonBytes json)
    {
        var lines = new List<string>();
        if (!json.IsEmpty)
        {
            using var document = JsonDocument.Parse(json.Utf8);
            Add(lines, string.Empty, document.RootElement);
        }

        return lines;
    }

    private static void Add(List<string> lines, string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                foreach (var member in value.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal))
                {
                    Add(lines, path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
                }

                break;

            case JsonValueKind.Array when value.GetArrayLength() > 0:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Add(lines, FormattableString.Invariant($"{path}[{index++}]"), item);
                }

                break;

            case JsonValueKind.String:
                var text = value.GetString()!.Split('\n');
                if (text.Length == 1)
                {
                    lines.Add(Prefix(path) + text[0]);
                }
                else
                {
                    if (path.Length > 0)
                    {
                        lines.Add($"{path}:");
                    }

                    lines.AddRange(text);
                }

                break;

            default:
                lines.Add(Prefix(path) + value.GetRawText());
                break;
        }
    }

    private static string Prefix(string path) => path.Length == 0 ? string.Empty : $"{path}: ";
}
