namespace Orchestration.Streaming.Seams;

/// <summary>
/// A text as it is compared: without white space and emphasis marks, in small letters, with one kind of quote, dash and bullet; each character knows where it stood.
/// </summary>
internal sealed class Folded
{
    private char[] _chars;
    private int[] _starts;
    private bool _atLineStart = true;

    public Folded(int capacity)
    {
        _chars = new char[Math.Max(capacity, 16)];
        _starts = new int[_chars.Length];
    }

    public int Length { get; private set; }

    /// <summary>How much of the source has been read.</summary>
    public int Consumed { get; private set; }

    public ReadOnlySpan<char> Chars => _chars.AsSpan(0, Length);

    /// <summary>Where the character stands in the source.</summary>
    public int Start(int index) => _starts[index];

    /// <summary>Forgets all, and goes on reading at <paramref name="from"/>.</summary>
    public void Restart(int from)
    {
        Length = 0;
        Consumed = from;
        _atLineStart = true;
    }

    /// <summary>Reads on to the end of the source, which has grown since.</summary>
    /// <param name="source">The whole source.</param>
    /// <param name="isFinal">Whether no more comes: what a last star is, its next character tells.</param>
    public void Read(ReadOnlySpan<char> source, bool isFinal)
    {
        for (; Consumed < source.Length; Consumed++)
        {
            var c = source[Consumed];
            if (c is '\n' or '\r')
            {
                _atLineStart = true;
                continue;
            }

            if (char.IsWhiteSpace(c) || c is '\u200B' or '\uFEFF' or '\u00AD' or '\u200E' or '\u200F' or '\u2060')
            {
                continue;
            }

            if (_atLineStart && c is '*' or '+')
            {
                if (Consumed + 1 == source.Length && !isFinal)
                {
                    return;
                }

                if (Consumed + 1 < source.Length && source[Consumed + 1] is ' ' or '\t')
                {
                    c = '-';
                }
            }

            if (_atLineStart && c is '`' or '~')
            {
                // A fence is a line of its own; what marks code or emphasis in a line is not compared.
                var run = source[Consumed..].IndexOfAnyExcept(c);
                run = run < 0 ? source.Length - Consumed : run;
                if (run < 3 && Consumed + run == source.Length && !isFinal)
                {
                    return;
                }

                if (run >= 3)
                {
                    Add('`');
                }

                Consumed += run - 1;
                _atLineStart = false;
                continue;
            }

            _atLineStart = false;
            switch (c)
            {
                case '*' or '_' or '`' or '~':
                    break;

                case '…':
                    Add('.');
                    Add('.');
                    Add('.');
                    break;

                default:
                    Add(Fold(c));
                    break;
            }
        }
    }

    private static char Fold(char c) => c switch
    {
        < '\u0080' => char.ToLowerInvariant(c),
        '“' or '”' or '„' or '‟' or '«' or '»' or '″' or '＂' => '"',
        '‘' or '’' or '‚' or '‛' or '‹' or '›' or '′' or '´' => '\'',
        '‐' or '‑' or '‒' or '–' or '—' or '―' or '−' or '•' or '◦' or '▪' or '‣' or '●' => '-',
        >= '\uFF01' and <= '\uFF5E' => char.ToLowerInvariant((char)(c - 0xFEE0)),
        _ => char.ToLowerInvariant(c),
    };

    private void Add(char c)
    {
        if (Length == _chars.Length)
        {
            Array.Resize(ref _chars, Length * 2);
            Array.Resize(ref _starts, Length * 2);
        }

        _chars[Length] = c;
        _starts[Length++] = Consumed;
    }
}
