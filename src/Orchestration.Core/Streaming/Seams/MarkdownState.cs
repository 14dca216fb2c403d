using System.Runtime.InteropServices;

namespace Orchestration.Streaming.Seams;

/// <summary>What is open at the end of the lines read so far: a code fence, a table, a list.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct MarkdownState
{
    private char _fence;
    private int _fenceLength;

    /// <summary>Whether a code fence is open.</summary>
    public readonly bool InFence => _fence != '\0';

    /// <summary>The character of the open fence.</summary>
    public readonly char Fence => _fence;

    /// <summary>Where the line of the open fence starts.</summary>
    public int FenceStart { get; private set; }

    /// <summary>Whether the header and separator of a table were read and its rows have not ended.</summary>
    public bool InTable { get; private set; }

    /// <summary>Where the first line of the open table, or of the run of rows, starts; -1 outside.</summary>
    public int TableStart { get; private set; }

    /// <summary>What the last line was; a line in a fence is <see cref="LineKind.Text"/>.</summary>
    public LineKind Last { get; private set; }

    public static MarkdownState Start => new() { TableStart = -1, Last = LineKind.Blank };

    /// <summary>The state after a whole text, whose last line may be unfinished.</summary>
    public static MarkdownState After(ReadOnlySpan<char> text)
    {
        var state = Start;
        for (var start = 0; start < text.Length;)
        {
            var next = MarkdownLine.Next(text, start, out var end);
            state.Add(text[start..end], start);
            start = next;
        }

        return state;
    }

    /// <summary>A text that is JSON as a whole has neither sentences nor lists, whatever its strings look like.</summary>
    public static bool IsJson(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, 64)].TrimStart();
        if (text.IsEmpty || text[0] is not ('{' or '['))
        {
            return false;
        }

        var inner = text[1..].TrimStart();
        return !inner.IsEmpty && (inner[0] is '"' or '{' or '}' || (text[0] == '[' && (inner[0] is '[' || (inner.Length < text.Length - 1 && inner[0] is '-' or (>= '0' and <= '9')))));
    }

    /// <summary>Takes a line in.</summary>
    /// <returns>What it is where it stands.</returns>
    public LineKind Add(ReadOnlySpan<char> line, int start)
    {
        var kind = MarkdownLine.Classify(line);
        if (InFence)
        {
            var content = line.Trim();
            if (kind != LineKind.Fence || content[0] != _fence || MarkdownLine.FenceLength(content) < _fenceLength || content.ContainsAnyExcept(_fence))
            {
                Last = LineKind.Text;
                return LineKind.Text;
            }

            _fence = '\0';
        }
        else if (kind == LineKind.Fence)
        {
            var content = line.TrimStart();
            _fence = content[0];
            FenceStart = start;
            _fenceLength = MarkdownLine.FenceLength(content.TrimEnd());
        }

        if (kind is LineKind.TableRow or LineKind.TableSeparator)
        {
            TableStart = TableStart < 0 ? start : TableStart;
            InTable |= kind == LineKind.TableSeparator && Last == LineKind.TableRow;
        }
        else
        {
            TableStart = -1;
            InTable = false;
        }

        Last = kind;
        return kind;
    }
}
