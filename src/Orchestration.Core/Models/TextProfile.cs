using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orchestration.Models;

/// <summary>How many of each <see cref="TextClass"/> a text has: all that an estimate of its tokens needs, whatever the vocabulary.</summary>
/// <remarks>Read in blocks of 64 characters, each turned into a bit mask a class; runs are found by shifting the masks, so ASCII takes a fraction of a nanosecond a character.</remarks>
[InlineArray((int)TextClass.Count)]
internal struct TextProfile
{
    private int _count;

    public readonly int this[TextClass textClass] => this[(int)textClass];

    public static TextProfile Of(ReadOnlySpan<char> text)
    {
        var profile = default(TextProfile);
        profile.Add(text);
        return profile;
    }

    /// <summary>Adds a text of its own: no word goes on from what was added before.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        var runs = default(Runs);
        while (text.Length >= Block.Size)
        {
            Add(Block.Of(text), ulong.MaxValue, text, ref runs);
            text = text[Block.Size..];
        }

        if (!text.IsEmpty)
        {
            Span<char> padded = stackalloc char[Block.Size];
            text.CopyTo(padded);
            padded[text.Length..].Clear();
            Add(Block.Of(padded), ulong.MaxValue >> (Block.Size - text.Length), text, ref runs);
        }
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{char})"/>
    public void AddUtf8(ReadOnlySpan<byte> text)
    {
        var runs = default(Runs);
        Span<byte> padded = stackalloc byte[Block.Size];
        while (!text.IsEmpty)
        {
            var length = int.Min(text.Length, Block.Size);
            var valid = ulong.MaxValue >> (Block.Size - length);
            padded.Clear();
            text[..length].CopyTo(padded);
            var block = Block.Of(padded);
            for (var rest = block.Other; rest != 0; rest &= rest - 1)
            {
                if (ClassOfUtf8(text[BitOperations.TrailingZeroCount(rest)]) is { } textClass)
                {
                    this[(int)textClass]++;
                }
            }

            Count(block, valid, 0, ref runs);
            text = text[length..];
        }
    }

    /// <summary>Adds punctuation that will be written around a text: so many marks in so many runs.</summary>
    public void AddMarks(int marks, int runs)
    {
        this[(int)TextClass.Mark] += marks;
        this[(int)TextClass.MarkRun] += runs;
    }

    /// <summary>Tells profiles apart, nearly always; mixes <paramref name="seed"/> in. The same in every process.</summary>
    public readonly ulong Hash(ulong seed)
    {
        var hash = seed;
        for (var i = 0; i < (int)TextClass.Count; i++)
        {
            hash = BitOperations.RotateLeft(unchecked((hash ^ (uint)this[i]) * 0x9E3779B97F4A7C15), 29);
        }

        return hash;
    }

    private void Add(in Block block, ulong valid, ReadOnlySpan<char> text, ref Runs runs)
    {
        ulong latin = 0;
        for (var rest = block.Other; rest != 0; rest &= rest - 1)
        {
            var place = BitOperations.TrailingZeroCount(rest);
            var textClass = ClassOf(text[place]);
            this[(int)textClass]++;
            latin |= textClass == TextClass.LatinExtended ? 1UL << place : 0;
        }

        Count(block, valid, latin, ref runs);
    }

    private void Count(in Block block, ulong valid, ulong latin, ref Runs runs)
    {
        var letters = block.Letters | latin;
        var white = block.White & valid;
        var marks = ~(letters | white | block.Digits | block.Other) & valid;

        var second = letters & Shifted(letters, runs.Letters, 1);
        var fourth = second & Shifted(second, runs.Second, 2);
        var eighth = fourth & Shifted(fourth, runs.Fourth, 4);
        var sixteenth = eighth & Shifted(eighth, runs.Eighth, 8);
        var beforeCapital = Shifted(block.Capitals, runs.Capitals, 1);
        var beforeWhite = Shifted(white, runs.White, 1);
        var beforeDigit = Shifted(block.Digits, runs.Digits, 1);

        Add(TextClass.Word, letters & ~second);
        Add(TextClass.LetterPast3, fourth);
        Add(TextClass.LetterPast7, eighth);
        Add(TextClass.LetterPast15, sixteenth);
        Add(TextClass.CaseSwitch, block.Capitals & second & ~beforeCapital);
        Add(TextClass.Capital, block.Capitals & beforeCapital);
        Add(TextClass.Mark, marks);
        Add(TextClass.MarkRun, marks & ~Shifted(marks, runs.Marks, 1));
        Add(TextClass.Indent, white & beforeWhite);
        Add(TextClass.Line, block.Lines & ~Shifted(block.Lines, runs.Lines, 1));
        if ((block.Digits | beforeDigit) != 0)
        {
            Add(TextClass.Digit, block.Digits);
            Add(TextClass.Number, block.Digits & ~beforeDigit);
            Add(TextClass.LetterDigitSwitch, (block.Digits & Shifted(letters, runs.Letters, 1)) | (letters & beforeDigit));
        }

        runs = new Runs
        {
            Letters = letters,
            Second = second,
            Fourth = fourth,
            Eighth = eighth,
            Capitals = block.Capitals,
            White = white,
            Digits = block.Digits,
            Marks = marks,
            Lines = block.Lines,
        };
    }

    private void Add(TextClass textClass, ulong places) => this[(int)textClass] += BitOperations.PopCount(places);

    /// <summary>For each place, what stood so many places before it, in this block or the one before.</summary>
    private static ulong Shifted(ulong mask, ulong before, int places) => (mask << places) | (before >> (Block.Size - places));

    private static TextClass ClassOf(char unit) => unit switch
    {
        < '\u00C0' => TextClass.Symbol,
        < '\u0370' => TextClass.LatinExtended,
        < '\u0780' => TextClass.CyrillicGreekSemitic,
        < '\u1100' => TextClass.Indic,
        < '\u1200' => TextClass.Hangul,
        < '\u1E00' => TextClass.Rare,
        < '\u2000' => TextClass.LatinExtended,
        < '\u2E80' => TextClass.Symbol,
        < '\u3040' => TextClass.Han,
        < '\u3100' => TextClass.Kana,
        < '\uA000' => TextClass.Han,
        < '\uAC00' => TextClass.Rare,
        < '\uD800' => TextClass.Hangul,
        < '\uE000' => TextClass.HalfOfPair,
        < '\uFF00' => TextClass.Rare,
        _ => TextClass.Han,
    };

    /// <summary>By the first byte of a character, which tells the script nearly; <see langword="null"/> for the bytes that follow it.</summary>
    private static TextClass? ClassOfUtf8(byte first) => first switch
    {
        < 0xC0 => null,
        < 0xC3 => TextClass.Symbol,
        < 0xCE => TextClass.LatinExtended,
        < 0xE0 => TextClass.CyrillicGreekSemitic,
        < 0xE2 => TextClass.Indic,
        0xE2 => TextClass.Symbol,
        < 0xEA => TextClass.Han,
        < 0xEE => TextClass.Hangul,
        < 0xF0 => TextClass.Han,
        _ => TextClass.HalfOfPair,
    };

    /// <summary>The masks of the block before, where runs may have begun.</summary>
    private struct Runs
    {
        public ulong Letters;
        public ulong Second;
        public ulong Fourth;
        public ulong Eighth;
        public ulong Capitals;
        public ulong White;
        public ulong Digits;
        public ulong Marks;
        public ulong Lines;
    }

    /// <summary>64 characters as a bit mask for each class of ASCII and one for all else.</summary>
    private readonly struct Block
    {
        public const int Size = 64;

        public ulong Letters { get; private init; }

        public ulong Capitals { get; private init; }

        public ulong Digits { get; private init; }

        public ulong White { get; private init; }

        public ulong Lines { get; private init; }

        public ulong Other { get; private init; }

        public static Block Of(ReadOnlySpan<char> text)
        {
            var units = System.Runtime.InteropServices.MemoryMarshal.Cast<char, ushort>(text);
            return Of(Narrow(units, 0), Narrow(units, 16), Narrow(units, 32), Narrow(units, 48));
        }

        public static Block Of(ReadOnlySpan<byte> text) =>
            Of(Vector128.Create(text), Vector128.Create(text[16..]), Vector128.Create(text[32..]), Vector128.Create(text[48..]));

        private static Block Of(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte> d) => new()
        {
            Letters = Mask(In(Small(a), (byte)'a', 26), In(Small(b), (byte)'a', 26), In(Small(c), (byte)'a', 26), In(Small(d), (byte)'a', 26)),
            Capitals = Mask(In(a, (byte)'A', 26), In(b, (byte)'A', 26), In(c, (byte)'A', 26), In(d, (byte)'A', 26)),
            Digits = Mask(In(a, (byte)'0', 10), In(b, (byte)'0', 10), In(c, (byte)'0', 10), In(d, (byte)'0', 10)),
            White = Mask(In(a, 0, 33), In(b, 0, 33), In(c, 0, 33), In(d, 0, 33)),
            Lines = Mask(In(a, (byte)'\n', 1), In(b, (byte)'\n', 1), In(c, (byte)'\n', 1), In(d, (byte)'\n', 1)),
            Other = Mask(a, b, c, d),
        };

        private static Vector128<byte> Narrow(ReadOnlySpan<ushort> units, int at) =>
            Vector128.NarrowWithSaturation(Vector128.Create(units[at..]), Vector128.Create(units[(at + 8)..]));

        private static Vector128<byte> Small(Vector128<byte> bytes) => bytes | Vector128.Create((byte)0x20);

        private static Vector128<byte> In(Vector128<byte> bytes, byte first, byte count) =>
            Vector128.LessThan(bytes - Vector128.Create(first), Vector128.Create(count));

        private static ulong Mask(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte> d) =>
            a.ExtractMostSignificantBits() | ((ulong)b.ExtractMostSignificantBits() << 16)
                | ((ulong)c.ExtractMostSignificantBits() << 32) | ((ulong)d.ExtractMostSignificantBits() << 48);
    }
}
