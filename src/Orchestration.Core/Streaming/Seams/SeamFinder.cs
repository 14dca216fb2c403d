using System.Runtime.InteropServices;

namespace Orchestration.Streaming.Seams;

/// <summary>Finds where a text that broke off is cut.</summary>
/// <remarks>
/// White space belongs to the continuation, line breaks to the kept text: see <see cref="Cut"/>. One pass over the lines, and one over the characters of the blocks after
/// <c>from</c>; allocates nothing.
/// </remarks>
internal static class SeamFinder
{
    /// <summary>The last safe place in [<paramref name="from"/>, <paramref name="before"/>) or at the text's end; else the last sentence end that is not certain, line, word, else <paramref name="from"/> itself.</summary>
    /// <param name="text">All that was received.</param>
    /// <param name="from">What the reader has already been given, in UTF-16 units. Should it part a grapheme, the cut comes after that.</param>
    /// <param name="before">The cut lies before this place: for a second try, the first one's.</param>
    public static Cut Find(ReadOnlySpan<char> text, int from, int before = int.MaxValue)
    {
        from = Math.Clamp(from, 0, text.Length);
        var best = new Candidates(text, from, before);
        if (MarkdownState.IsJson(text))
        {
            Lines(text, ref best);
        }
        else
        {
            Blocks(text, from, ref best);
        }

        return best.Choose();
    }

    private static void Lines(ReadOnlySpan<char> text, ref Candidates best)
    {
        for (var start = 0; start < text.Length;)
        {
            var next = MarkdownLine.Next(text, start, out var end);
            if (next > end)
            {
                best.AfterBreak(end, next, BoundaryKind.Line, Tier.Line);
            }

            start = next;
        }
    }

    private static void Blocks(ReadOnlySpan<char> text, int from, ref Candidates best)
    {
        var state = MarkdownState.Start;
        int block = 0, lastEnd = 0, start = 0;
        var inList = false;
        while (start < text.Length)
        {
            var next = MarkdownLine.Next(text, start, out var end);
            var wasInFence = state.InFence;
            var last = state.Last;
            var hadTable = state.InTable;
            var kind = state.Add(text[start..end], start);
            var starts = wasInFence || kind != LineKind.Text || last is not LineKind.Text and not LineKind.ListItem;
            if (starts)
            {
                if (lastEnd >= from && block < lastEnd && !wasInFence)
                {
                    Inline(text, block, lastEnd, isClosed: true, last, ref best);
                }

                block = start;
            }

            // What ends where this line starts is known now that its kind is.
            if (start > 0)
            {
                var (boundary, tier) = Boundary(wasInFence, last, kind, hadTable, state.InTable, inList);
                best.AfterBreak(lastEnd, start, boundary, tier);
            }

            inList = kind == LineKind.ListItem || (inList && (kind == LineKind.Blank || (kind == LineKind.Text && (last != LineKind.Blank || text[start] is ' ' or '\t'))));
            lastEnd = end;
            start = next;
            if (wasInFence || kind == LineKind.Fence)
            {
                block = next;
            }
        }

        if (lastEnd < text.Length)
        {
            // The text broke off right after a line break: what follows is not known.
            var (boundary, tier) = Boundary(state.InFence, state.Last, LineKind.Blank, state.InTable, state.InTable, inList);
            best.AfterBreak(lastEnd, text.Length, boundary, tier);
        }

        if (!state.InFence && block < lastEnd && state.Last != LineKind.Fence)
        {
            Inline(text, block, lastEnd, isClosed: lastEnd < text.Length, state.Last, ref best);
        }
        else if (state.Last == LineKind.Fence && !state.InFence && lastEnd == text.Length)
        {
            best.At(lastEnd, BoundaryKind.Paragraph, Tier.Likely);
        }
    }

    private static (BoundaryKind Kind, Tier Tier) Boundary(bool wasInFence, LineKind last, LineKind kind, bool hadTable, bool hasTable, bool inList)
    {
        if (wasInFence)
        {
            return (BoundaryKind.Line, Tier.Line);
        }

        switch (last)
        {
            case LineKind.Blank:
                return (inList && kind is LineKind.ListItem ? BoundaryKind.ListItem : BoundaryKind.Paragraph, Tier.Safe);

            case LineKind.Fence or LineKind.Heading or LineKind.Rule:
                return (BoundaryKind.Paragraph, Tier.Safe);

            case LineKind.TableRow:
                return hadTable ? (BoundaryKind.TableRow, Tier.Safe) : (BoundaryKind.Line, hasTable || kind is LineKind.TableRow or LineKind.TableSeparator ? Tier.None : Tier.Line);

            case LineKind.TableSeparator:
                return (BoundaryKind.TableRow, Tier.Line);
        }

        return kind switch
        {
            LineKind.Blank when inList => (BoundaryKind.ListItem, Tier.Safe),
            LineKind.Blank => (BoundaryKind.Line, Tier.Line),
            LineKind.ListItem when inList => (BoundaryKind.ListItem, Tier.Safe),
            LineKind.Text => (BoundaryKind.Line, Tier.Line),
            _ => (BoundaryKind.Paragraph, Tier.Safe),
        };
    }

    private static void Inline(ReadOnlySpan<char> text, int start, int end, bool isClosed, LineKind kind, ref Candidates best)
    {
        if (kind is LineKind.TableRow or LineKind.TableSeparator or LineKind.Rule or LineKind.Fence or LineKind.Blank)
        {
            return;
        }

        var at = start + (text[start..end].Length - text[start..end].TrimStart().Length);
        at += MarkdownLine.MarkerLength(text[at..end]);
        var first = at;
        var spans = new InlineSpans(text, end, isClosed);
        while (at <= end)
        {
            if (at > first && best.Covers(at))
            {
                Offer(text, at, best.IsConfirmed(at) ? Tier.Safe : Tier.Likely, ref best);
            }

            if (at == end)
            {
                break;
            }

            if (text[at] == '\\' && at + 1 < end && text[at + 1] is not ('(' or '['))
            {
                at += 2;
                continue;
            }

            var after = spans.Skip(at, out var isEmphasis);
            for (var inner = at + 1; isEmphasis && inner < after; inner++)
            {
                if (best.Covers(inner) && SentenceEnds.IsEnd(text, inner))
                {
                    best.Before(inner, BoundaryKind.Sentence, Tier.Likely);
                }
            }

            if (after == end && after > at && !isClosed && text.Length == end)
            {
                // Open at the place where the text broke off: its end is no boundary.
                break;
            }

            at = Math.Max(after, at + 1);
        }
    }

    private static void Offer(ReadOnlySpan<char> text, int at, Tier tier, ref Candidates best)
    {
        if (SentenceEnds.IsEnd(text, at))
        {
            best.Before(at, BoundaryKind.Sentence, tier);
        }
        else if (at < text.Length && ((char.IsWhiteSpace(text[at]) && !char.IsWhiteSpace(text[at - 1])) || text[at - 1] is '，' or '、' or '；' or '：'))
        {
            best.Before(at, BoundaryKind.Word, Tier.Word);
        }
    }

    private enum Tier
    {
        None,
        Word,
        Line,
        Likely,
        Safe,
    }

    /// <summary>The last place of each tier.</summary>
    [StructLayout(LayoutKind.Auto)]
    private ref struct Candidates(ReadOnlySpan<char> text, int from, int before)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private readonly int _from = from;
        private readonly int _before = before;
        private Cut? _safe;
        private Cut? _likely;
        private Cut? _line;
        private Cut? _word;

        public readonly bool Covers(int position) => position < _before && (position >= _from || (position < _text.Length && char.IsWhiteSpace(_text[position])));

        /// <summary>White space has come after it, or it needs none.</summary>
        public readonly bool IsConfirmed(int position) => position < _text.Length || Scripts.IsUnspaced(_text[position - 1]);

        /// <summary>A place before white space; when the reader has part of that, a place in it.</summary>
        public void Before(int position, BoundaryKind kind, Tier tier)
        {
            if (position < _from)
            {
                var space = position;
                while (space < _from && char.IsWhiteSpace(_text[space]))
                {
                    space++;
                }

                position = space;
            }

            At(position, kind, tier);
        }

        /// <summary>A place after a line break; when the reader has but part of it, or the break must not be in the kept text, it is that part.</summary>
        public void AfterBreak(int end, int next, BoundaryKind kind, Tier tier)
        {
            if (next >= _from && next < _before)
            {
                At(next, kind, tier);
            }
            else if (end >= _from && end < _before)
            {
                At(end, kind, tier);
            }
        }

        public void At(int position, BoundaryKind kind, Tier tier)
        {
            // A line break at the end may be the first half of one.
            if (position < _from || position >= _before || position > _text.Length || (position == _text.Length && position > 0 && _text[^1] == '\r') || !Graphemes.IsBoundary(_text, position))
            {
                return;
            }

            var cut = new Cut(position, kind);
            switch (tier)
            {
                case Tier.Safe:
                    _safe = Later(_safe, cut);
                    break;

                case Tier.Likely:
                    _likely = Later(_likely, cut);
                    break;

                case Tier.Line:
                    _line = Later(_line, cut);
                    break;

                case Tier.Word:
                    _word = Later(_word, cut);
                    break;
            }
        }

        public readonly Cut Choose()
        {
            if ((_safe ?? _likely ?? _line ?? _word) is { } cut)
            {
                return cut;
            }

            for (var at = Math.Min(_text.Length - 1, _before - 1); at >= _from && at > 0; at--)
            {
                if (char.IsWhiteSpace(_text[at]) && !char.IsWhiteSpace(_text[at - 1]) && Graphemes.IsBoundary(_text, at))
                {
                    return new Cut(at, BoundaryKind.Word);
                }
            }

            return new Cut(Graphemes.Next(_text, _from), _from > 0 && char.IsWhiteSpace(_text[_from - 1]) ? BoundaryKind.Word : BoundaryKind.None);
        }

        private static Cut Later(Cut? best, Cut cut) => best is { } known && known.Position > cut.Position ? known : cut;
    }
}
