namespace Orchestration.Streaming.Seams;

/// <summary>Decides which white space stands between the kept text and its continuation.</summary>
internal readonly ref struct SeamSpace(ReadOnlySpan<char> kept, ReadOnlySpan<char> dropped, BoundaryKind kind, bool isCode)
{
    private readonly ReadOnlySpan<char> _kept = kept;

    // The white space with which the kept text ends already, and what the first model had after it.
    private readonly ReadOnlySpan<char> _has = kept[kept.TrimEnd().Length..];
    private readonly ReadOnlySpan<char> _had = dropped[..(dropped.Length - dropped.TrimStart().Length)];
    private readonly bool _isKnown = !dropped.IsWhiteSpace();

    /// <summary>The white space to put after the kept text, when the continuation repeats nothing.</summary>
    /// <param name="given">The continuation's own leading white space.</param>
    /// <param name="rest">The continuation after it; not empty.</param>
    /// <param name="agrees">Whether <paramref name="rest"/> begins as what was dropped does.</param>
    public ReadOnlySpan<char> Between(ReadOnlySpan<char> given, ReadOnlySpan<char> rest, bool agrees)
    {
        if (agrees && _isKnown)
        {
            return _had;
        }

        var line = rest[..MarkdownLine.Next(rest, 0, out _)];
        var isBlock = !isCode && kind != BoundaryKind.None && StartsBlock(line) && (kind != BoundaryKind.Word || (Breaks(given) > 0 && !(line[0] == '|' && IsInRow())));
        var breaks = Breaks(given);
        if (!isCode && _has.IsEmpty && _had.IsEmpty && rest[0] != '»' && IsClosing(rest))
        {
            return [];
        }

        if (Breaks(_has) > 0 || _kept.Length == _has.Length)
        {
            return AfterBreak(given, breaks, isBlock);
        }

        if (breaks > 0 && (isBlock || isCode || kind is not (BoundaryKind.Word or BoundaryKind.None) || _kept.TrimEnd().EndsWith(':')))
        {
            return isCode ? given : Paragraph(given, breaks, isBlock);
        }

        if (isBlock)
        {
            return Breaks(_had) > 0 ? _had : line.TrimStart()[0] is '|' || MarkdownLine.MarkerLength(line) > 0 ? "\n" : "\n\n";
        }

        if (_has.Length > 0)
        {
            return [];
        }

        if (_had.Length > 0)
        {
            return !_isKnown && given.StartsWith(_had, StringComparison.Ordinal) && (isCode || kind != BoundaryKind.Word) ? given : _had;
        }

        return _isKnown && kind == BoundaryKind.None ? [] : Words(given, rest);
    }

    /// <summary>The white space to put after the kept text, when the continuation repeats its end and so shows what follows it.</summary>
    public ReadOnlySpan<char> After(ReadOnlySpan<char> given, bool agrees)
    {
        if (agrees && _isKnown)
        {
            return _had;
        }

        if (_has.IsEmpty)
        {
            return given;
        }

        if (given.StartsWith(_has, StringComparison.Ordinal))
        {
            return given[_has.Length..];
        }

        var (has, gives) = (Breaks(_has), Breaks(given));
        return gives > has ? given[BreaksEnd(given, has)..] : has > 0 ? Indent(given) : [];
    }

    private ReadOnlySpan<char> AfterBreak(ReadOnlySpan<char> given, int breaks, bool isBlock)
    {
        var indent = Indent(given);
        if (isCode)
        {
            return given.IsEmpty && _isKnown ? Indent(_had) : breaks > 0 && !_isKnown ? given : indent;
        }

        if (Indent(_has).Length > 0)
        {
            return indent;
        }

        // One break ends a line; a second makes a paragraph, if the continuation has it.
        indent = isBlock || indent.Length >= 2 ? indent : [];
        return breaks > 0 && Breaks(_has) == 1 && !(isBlock && kind is BoundaryKind.ListItem or BoundaryKind.TableRow) ? given[..BreaksEnd(given, 1)] : indent;
    }

    private static bool IsClosing(ReadOnlySpan<char> rest) =>
        (rest[0] == '“' || (SentenceEnds.IsCloser(rest[0]) && rest[0] is not ('*' or '_' or '`' or '~'))) && rest.Length > 1 && char.IsWhiteSpace(rest[1]);

    private bool IsInRow() => _kept[(_kept.LastIndexOf('\n') + 1)..].TrimStart().StartsWith('|');

    private static ReadOnlySpan<char> Paragraph(ReadOnlySpan<char> given, int breaks, bool isBlock)
    {
        if (breaks > 2)
        {
            return "\n\n";
        }

        var indent = Indent(given);
        return indent.IsEmpty || isBlock ? given : given[..^indent.Length];
    }

    private ReadOnlySpan<char> Words(ReadOnlySpan<char> given, ReadOnlySpan<char> rest)
    {
        var (last, first) = (_kept[^1], rest[0]);
        if (Scripts.IsUnspaced(last) && Scripts.IsUnspaced(first))
        {
            return Scripts.Of(last) == Script.Thai ? given : [];
        }

        if (kind is BoundaryKind.None)
        {
            return given.IsEmpty && !(last is ',' or ';' && (char.IsLetter(first) || first is '"' or '“' or '«')) ? [] : " ";
        }

        if (Scripts.IsUnspaced(last) || Scripts.IsUnspaced(first))
        {
            return given.IsEmpty ? [] : " ";
        }

        return first is ',' or '.' or ';' or ':' or '!' or '?' or ')' or ']' or '}' or '،' or '؛' && given.IsEmpty ? [] : " ";
    }

    private static bool StartsBlock(ReadOnlySpan<char> line) => MarkdownLine.Classify(line) is LineKind.Heading or LineKind.ListItem or LineKind.TableRow or LineKind.Fence or LineKind.Rule;

    private static ReadOnlySpan<char> Indent(ReadOnlySpan<char> space) => space[(space.LastIndexOfAny('\n', '\r') + 1)..];

    private static int Breaks(ReadOnlySpan<char> space)
    {
        var breaks = 0;
        for (var i = 0; i < space.Length; i++)
        {
            breaks += space[i] == '\n' || (space[i] == '\r' && !(i + 1 < space.Length && space[i + 1] == '\n')) ? 1 : 0;
        }

        return breaks;
    }

    private static int BreaksEnd(ReadOnlySpan<char> space, int count)
    {
        var at = 0;
        for (; count > 0 && at < space.Length; count--)
        {
            at = MarkdownLine.Next(space, at, out _);
        }

        return at;
    }
}
