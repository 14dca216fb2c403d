using System.Buffers;

namespace Orchestration.Routing.Classifiers;

/// <summary>Takes the features of a text, each once.</summary>
internal interface IFeatureSink
{
    /// <summary>Takes one.</summary>
    /// <param name="bucket">Its place among the weights.</param>
    /// <param name="isNegative">Whether it counts against them: two features in one bucket then cancel as often as they add up.</param>
    void Add(int bucket, bool isNegative);
}

/// <summary>Turns texts into hashed features: words and pairs of words, and runs of three to five characters. The same in every process; rents its buffers and gives them back.</summary>
/// <remarks>Letters are compared without case, digits as one, and white space as one blank. Standing instructions are left out: they say little of one request, and each application has its own.</remarks>
internal ref struct FeatureHasher : ITextReader
{
    /// <summary>Of a longer text the first and the last half of this many characters are read.</summary>
    public const int MaxLength = 4_096;

    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;
    private const ulong WordKind = 1;
    private const ulong PairKind = 2;
    private const ulong RunKind = 3;

    private readonly int _bits;
    private readonly char[] _text;
    private int _length;

    private FeatureHasher(int bits)
    {
        _bits = bits;
        _text = ArrayPool<char>.Shared.Rent(MaxLength + 1);
    }

    /// <summary>Hands over every feature of the request's task, in the order in which each first comes.</summary>
    /// <returns>How many there were.</returns>
    public static int Hash<T>(ClassifiedRequest request, int bits, ref T sink)
        where T : IFeatureSink, allows ref struct
    {
        var hasher = new FeatureHasher(bits);
        var words = 1 << (bits + 1 - 6);
        var seen = ArrayPool<ulong>.Shared.Rent(words);
        seen.AsSpan(0, words).Clear();
        try
        {
            TaskText.ReadInto(request, ref hasher);
            return hasher.Features(seen.AsSpan(0, words), ref sink);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(hasher._text);
            ArrayPool<ulong>.Shared.Return(seen);
        }
    }

    public void Read(ReadOnlySpan<char> text, bool isStanding)
    {
        if (isStanding)
        {
            return;
        }

        if (text.Length <= MaxLength - _length)
        {
            Fold(text);
        }
        else
        {
            var half = (MaxLength - _length) / 2;
            Fold(text[..half]);
            Fold(text[^half..]);
        }
    }

    // Ends with a blank, so that the first word of what comes next begins there.
    private void Fold(ReadOnlySpan<char> text)
    {
        var wasBlank = _length == 0 || _text[_length - 1] == ' ';
        foreach (var c in text)
        {
            var folded = char.IsWhiteSpace(c) ? ' ' : char.IsAsciiDigit(c) ? '0' : char.ToLowerInvariant(c);
            if (folded != ' ' || !wasBlank)
            {
                _text[_length++] = folded;
            }

            wasBlank = folded == ' ';
        }

        if (!wasBlank && _length < MaxLength)
        {
            _text[_length++] = ' ';
        }
    }

    private readonly int Features<T>(Span<ulong> seen, ref T sink)
        where T : IFeatureSink, allows ref struct
    {
        var text = _text.AsSpan(0, _length);
        return Words(text, seen, ref sink) + Runs(text, seen, ref sink);
    }

    private readonly int Words<T>(ReadOnlySpan<char> text, Span<ulong> seen, ref T sink)
        where T : IFeatureSink, allows ref struct
    {
        var (count, previous, word) = (0, 0UL, FnvOffset);
        var isInWord = false;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                (word, isInWord) = (Step(word, c), true);
            }
            else if (isInWord)
            {
                count += Take(word, WordKind, seen, ref sink);
                count += previous == 0 ? 0 : Take(Step(previous, word), PairKind, seen, ref sink);
                (previous, word, isInWord) = (word, FnvOffset, false);
            }
        }

        return count;
    }

    private readonly int Runs<T>(ReadOnlySpan<char> text, Span<ulong> seen, ref T sink)
        where T : IFeatureSink, allows ref struct
    {
        var count = 0;
        for (var i = 0; i + 2 < text.Length; i++)
        {
            var hash = Step(Step(Step(FnvOffset, text[i]), text[i + 1]), text[i + 2]);
            count += Take(hash, RunKind, seen, ref sink);
            for (var j = i + 3; j < text.Length && j < i + 5; j++)
            {
                hash = Step(hash, text[j]);
                count += Take(hash, RunKind, seen, ref sink);
            }
        }

        return count;
    }

    private readonly int Take<T>(ulong hash, ulong kind, Span<ulong> seen, ref T sink)
        where T : IFeatureSink, allows ref struct
    {
        unchecked
        {
            hash = Step(hash, kind);
            hash = (hash ^ (hash >> 32)) * 0x94d049bb133111eb;
            var id = (int)(hash >> (63 - _bits));
            var bit = 1UL << (id & 63);
            if ((seen[id >> 6] & bit) != 0)
            {
                return 0;
            }

            seen[id >> 6] |= bit;
            sink.Add(id >> 1, (id & 1) != 0);
            return 1;
        }
    }

    private static ulong Step(ulong hash, ulong value) => unchecked((hash ^ value) * FnvPrime);
}
