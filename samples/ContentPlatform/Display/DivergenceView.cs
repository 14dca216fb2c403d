using System.Text.Json;
using Orchestration.Models;
using Orchestration.Replay;
using Spectre.Console;

namespace ContentPlatform.Display;

/// <summary>Shows where the request that a step makes now differs from the recorded one, line by line.</summary>
internal static class DivergenceView
{
    private const int Context = 2;

    public static void Show(Screen screen, Divergence divergence)
    {
        if (divergence.Recorded.IsEmpty || divergence.Actual.IsEmpty)
        {
            screen.Line(divergence.RecordedHash is { } hash
                ? $"The log holds only the recorded request's hash, {hash}; so the two cannot be compared line by line."
                : "There is no recorded request to compare with.");
            return;
        }

        screen.Markup($"[bold]{Markup.Escape(divergence.Step)}[/]: [red]- as recorded[/]  [green]+ as it is now[/]");
        foreach (var (mark, line) in LinesOf(divergence))
        {
            screen.Markup(mark switch
            {
                '-' => $"[red]- {Markup.Escape(line)}[/]",
                '+' => $"[green]+ {Markup.Escape(line)}[/]",
                _ => $"[dim]{mark} {Markup.Escape(line)}[/]",
            });
        }

        screen.Line("Bring the prompt back to what it was to replay the run, or write the article anew.");
    }

    /// <summary>The lines that differ, marked - and +, with a little around them; a gap is one line marked '…'.</summary>
    internal static List<(char Mark, string Line)> LinesOf(Divergence divergence)
    {
        var all = Compare(Readable(divergence.Recorded), Readable(divergence.Actual));
        var shown = new List<(char, string)>();
        for (var i = 0; i < all.Count; i++)
        {
            if (all.Skip(i - Context).Take(i < Context ? i + Context + 1 : (2 * Context) + 1).Any(static line => line.Mark != ' '))
            {
                shown.Add(all[i]);
            }
            else if (shown is not [.., ('…', _)])
            {
                shown.Add(('…', string.Empty));
            }
        }

        return shown;
    }

    /// <summary>A canonical request as lines: each member of it, and each line of each text.</summary>
    private static List<string> Readable(JsonBytes request)
    {
        using var json = JsonDocument.Parse(request.Utf8);
        var lines = new List<string>();
        Add(string.Empty, json.RootElement);
        return lines;

        void Add(string path, JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject())
                    {
                        Add(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
                    }

                    break;

                case JsonValueKind.Array:
                    var index = 0;
                    foreach (var item in value.EnumerateArray())
                    {
                        Add($"{path}[{index++}]", item);
                    }

                    break;

                case JsonValueKind.String:
                    var text = value.GetString()!.Split('\n');
                    lines.AddRange(text.Length == 1 ? [$"{path}: {text[0]}"] : text.Prepend($"{path}:"));
                    break;

                default:
                    lines.Add($"{path}: {value.GetRawText()}");
                    break;
            }
        }
    }

    /// <summary>The longest common subsequence of what lies between a common beginning and a common end.</summary>
    private static List<(char Mark, string Line)> Compare(List<string> before, List<string> after)
    {
        var (start, shorter) = (0, Math.Min(before.Count, after.Count));
        while (start < shorter && before[start] == after[start])
        {
            start++;
        }

        var tail = 0;
        while (tail < shorter - start && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        var (rows, columns) = (before.Count - start - tail, after.Count - start - tail);
        var common = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                common[i, j] = before[start + i] == after[start + j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        List<(char, string)> lines = [.. before.Take(start).Select(static line => (' ', line))];
        for (var (i, j) = (0, 0); i < rows || j < columns;)
        {
            if (i < rows && j < columns && before[start + i] == after[start + j])
            {
                lines.Add((' ', before[start + i++]));
                j++;
            }
            else if (j == columns || (i < rows && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(('-', before[start + i++]));
            }
            else
            {
                lines.Add(('+', after[start + j++]));
            }
        }

        lines.AddRange(before.TakeLast(tail).Select(static line => (' ', line)));
        return lines;
    }
}
