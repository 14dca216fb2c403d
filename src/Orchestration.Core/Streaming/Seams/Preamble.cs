namespace Orchestration.Streaming.Seams;

/// <summary>Finds what a continuation says before it goes on: talk about itself, the head of the open table, the fence that is open already.</summary>
/// <param name="kept">The text up to the seam.</param>
/// <param name="dropped">What had been received after it.</param>
/// <param name="state">What is open at the seam.</param>
internal sealed class Preamble(string kept, string dropped, MarkdownState state)
{
    private const int LongestFence = 40;
    private const int LongestRule = 12;

    private bool _hadTalk;

    /// <summary>Whether something was taken for talk that may have been text: what follows must have its place.</summary>
    public bool IsDoubtful { get; private set; }

    /// <summary>When nothing can be said for certain: why. Holds none of the texts.</summary>
    public string? Doubt { get; private set; }

    /// <summary>Looks at what the continuation begins with; more may come after what was found.</summary>
    /// <param name="next">The continuation so far, without what was found before.</param>
    /// <param name="isFinal">Whether it has ended.</param>
    /// <param name="length">When something was found: how much it is.</param>
    public Talk Look(ReadOnlySpan<char> next, bool isFinal, out int length)
    {
        length = TableHead(next);
        if (length > 0)
        {
            return Talk.Certain;
        }

        var talk = MetaTalk.Look(next, isFinal, out length);
        if (talk is Talk.Certain or Talk.Likely)
        {
            var had = dropped.AsSpan().Trim();
            if (!had.IsEmpty && next.TrimStart().StartsWith(had, StringComparison.Ordinal))
            {
                Doubt = "The continuation begins as talk does, and as the text did.";
            }

            _hadTalk = true;
            IsDoubtful |= talk == Talk.Likely;
            return talk;
        }

        if (talk == Talk.No && _hadTalk)
        {
            talk = Rule(next, isFinal, out length);
        }

        return talk == Talk.No ? ReopenedFence(next, isFinal, out length) : talk;
    }

    // The head of the table that is open, which some models repeat before they go on with its rows.
    private int TableHead(ReadOnlySpan<char> next)
    {
        if (!state.InTable || kept[^1] is not ('\n' or '\r'))
        {
            return 0;
        }

        var start = next.Length - next.TrimStart().Length;
        var row = MarkdownLine.Next(next, start, out var end);
        var separator = MarkdownLine.Next(next, row, out var separatorEnd);
        MarkdownLine.Next(kept, state.TableStart, out var ownEnd);
        return separatorEnd < separator && MarkdownLine.Classify(next[row..separatorEnd]) == LineKind.TableSeparator
            && next[start..end].TrimEnd().SequenceEqual(kept.AsSpan(state.TableStart..ownEnd).TrimEnd()) ? separator : 0;
    }

    // A rule that sets the talk apart goes with it. What is wrapped in a fence would end with one that nobody takes out.
    private Talk Rule(ReadOnlySpan<char> next, bool isFinal, out int length)
    {
        length = 0;
        var trimmed = next.TrimStart();
        if (trimmed.IsEmpty || trimmed[0] is not ('-' or '*' or '_' or '`'))
        {
            return trimmed.IsEmpty && !isFinal ? Talk.Perhaps : Talk.No;
        }

        var end = trimmed.IndexOf('\n');
        if (end < 0 && !isFinal && trimmed.Length < LongestRule)
        {
            return Talk.Perhaps;
        }

        var kind = MarkdownLine.Classify(end < 0 ? trimmed : trimmed[..end]);
        if (kind == LineKind.Rule)
        {
            Doubt = BeginsRule(trimmed[0]) ? "It cannot be told whether the rule belongs to the talk or to the text." : Doubt;
            length = next.Length - trimmed.Length + (end < 0 ? trimmed.Length : end);
            return Talk.Certain;
        }

        Doubt = kind == LineKind.Fence && !state.InFence ? "The continuation is wrapped in a code fence." : Doubt;
        return Talk.No;
    }

    // The text may have had a rule of its own here.
    private bool BeginsRule(char mark)
    {
        var line = dropped.AsSpan().TrimStart();
        line = line[..MarkdownLine.Next(line, 0, out _)].Trim();
        return !line.IsEmpty && !line.ContainsAnyExcept(mark, ' ');
    }

    // Inside an open fence a fence with an info string opens it again; one without closes it.
    private Talk ReopenedFence(ReadOnlySpan<char> next, bool isFinal, out int length)
    {
        length = 0;
        var trimmed = next.TrimStart();
        if (!state.InFence || trimmed.IsEmpty || trimmed[0] != state.Fence)
        {
            return Talk.No;
        }

        var end = trimmed.IndexOf('\n');
        if (end < 0)
        {
            return isFinal || trimmed.Length > LongestFence ? Talk.No : Talk.Perhaps;
        }

        var line = trimmed[..end].Trim();
        if (MarkdownLine.FenceLength(line) == 0 || !line.ContainsAnyExcept(state.Fence))
        {
            return Talk.No;
        }

        length = next.Length - trimmed.Length + end + 1;
        return Talk.Certain;
    }
}
