#!/usr/bin/env python3
"""Writes src/Orchestration.Core/Prompts/Unicode/UnicodeTables.g.cs from the files of the Unicode Character Database.

Usage: eng/unicode/generate.py [folder of the UCD, default /usr/share/unicode as Debian's package unicode-data lays it out]

What the tables hold, and why they are ours, is in docs/decisions/0003-own-unicode-tables.md.
"""
import os
import sys

UCD = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"
OUT = os.path.join(os.path.dirname(__file__), "../../src/Orchestration.Core/Prompts/Unicode/UnicodeTables.g.cs")
LAST = 0xE0FFF  # Above it are private use and nothing.
BLOCK_BITS = 6

# One bit each; the names are those of enum CharTraits in CodePoints.cs. The low eight bits are the canonical combining class.
NOT_NFC, DECOMPOSES, IGNORABLE, MARK, JOINING, PICTOGRAPHIC, EMOJI_BASE, STANDARD_BASE, IDEOGRAPH, MONGOLIAN, EXTENDS, REGIONAL, \
    LEADING_JAMO, REPLACED = (1 << bit for bit in range(8, 22))


def rows(name):
    with open(os.path.join(UCD, name), encoding="utf-8") as file:
        for line in file:
            line = line.split("#")[0].strip()
            if line:
                yield [field.strip() for field in line.split(";")]


def span(text):
    first, _, last = text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def property_of(name, wanted, column=1):
    return {cp for row in rows(name) if row[column] == wanted for cp in span(row[0])}


def table(name, column=1):
    return {cp: row[column] for row in rows(name) for cp in span(row[0])}


def numbers(values):
    lines, line = [], ""
    for value in values:
        text = f"{value},"
        if len(line) + len(text) > 140:
            lines.append(line)
            line = ""
        line += text
    return "\n".join("        " + each for each in lines + [line])


# --- Canonical decomposition, combining classes, composition -------------------------------------------------------------------------------

combining, direct, category, range_start = {}, {}, {}, None
for row in rows("UnicodeData.txt"):
    cp = int(row[0], 16)
    if row[1].endswith(", First>"):
        range_start = cp
        continue
    for each in range(range_start if row[1].endswith(", Last>") else cp, cp + 1):
        category[each] = row[2]
        if row[3] != "0":
            combining[each] = int(row[3])
    if row[5] and not row[5].startswith("<"):
        direct[cp] = [int(part, 16) for part in row[5].split()]


def decompose(cp):
    return [final for part in direct[cp] for final in decompose(part)] if cp in direct else [cp]


full = {cp: decompose(cp) for cp in direct}
for cp, parts in full.items():
    classes = [combining.get(part, 0) for part in parts]
    assert len(parts) <= 4 and all(a <= b or b == 0 for a, b in zip(classes, classes[1:])), hex(cp)

excluded = property_of("DerivedNormalizationProps.txt", "Full_Composition_Exclusion")
pairs = sorted(((parts[0] << 32) | parts[1], cp) for cp, parts in direct.items() if len(parts) == 2 and cp not in excluded)
not_nfc = {cp for row in rows("DerivedNormalizationProps.txt") if row[1] == "NFC_QC" for cp in span(row[0])}
maybe = {cp for row in rows("DerivedNormalizationProps.txt") if row[1] == "NFC_QC" and row[2] == "M" for cp in span(row[0])}
for cp, parts in full.items():  # the composer may cut the text before any starter that is allowed in NFC
    assert cp in not_nfc or combining.get(cp) or not (combining.get(parts[0]) or parts[0] in maybe), hex(cp)

# --- What is visible ----------------------------------------------------------------------------------------------------------------------

script = table("Scripts.txt")
joining_type = table("extracted/DerivedJoiningType.txt")
syllabic = table("IndicSyllabicCategory.txt")
joining_scripts = {script.get(cp) for cp, kind in joining_type.items() if kind in "DRL"} \
    | {script.get(cp) for cp, kind in syllabic.items() if kind in ("Virama", "Invisible_Stacker")}
joining_scripts -= {"Common", "Inherited"}
jamo = table("HangulSyllableType.txt")

ignorable = property_of("DerivedCoreProperties.txt", "Default_Ignorable_Code_Point")
pictographic = property_of("emoji/emoji-data.txt", "Extended_Pictographic")
modifiers = property_of("emoji/emoji-data.txt", "Emoji_Modifier")
ideographs = property_of("PropList.txt", "Ideographic")
regional = property_of("PropList.txt", "Regional_Indicator")
emoji_bases = {int(row[0].split()[0], 16) for row in rows("emoji/emoji-variation-sequences.txt")}
standard_bases = {int(row[0].split()[0], 16) for row in rows("StandardizedVariants.txt")}
# Fixed-width text gives these one cell, like the space. U+3000 takes two and U+1680 shows a line: both stay what they are.
spaces = {cp for cp, kind in category.items() if kind == "Zs"} - {0x20, 0x1680, 0x3000}
replaced = spaces | {0x0D, 0x85, 0x2028, 0x2029} | set(range(0xD800, 0xE000))


def traits(cp):
    kind = category.get(cp, "Cn")
    letter = kind[0] in "LM"
    value = combining.get(cp, 0)
    value |= NOT_NFC * (cp in not_nfc) | DECOMPOSES * (cp in full) | IGNORABLE * (cp in ignorable) | MARK * (kind[0] == "M")
    value |= JOINING * (cp not in ignorable and (letter and script.get(cp) in joining_scripts or joining_type.get(cp) == "C"))
    value |= PICTOGRAPHIC * (cp in pictographic) | EMOJI_BASE * (cp in emoji_bases) | STANDARD_BASE * (cp in standard_bases)
    value |= IDEOGRAPH * (cp in ideographs) | MONGOLIAN * (letter and cp not in ignorable and script.get(cp) == "Mongolian")
    value |= EXTENDS * (cp not in ignorable and (kind[0] == "M" or cp in modifiers or jamo.get(cp) in ("V", "T")))
    value |= REGIONAL * (cp in regional) | LEADING_JAMO * (jamo.get(cp) in ("L", "LV", "LVT")) | REPLACED * (cp in replaced)
    return value


by_cp = [traits(cp) for cp in range(LAST + 1)]
# Judgements of visibility look at the text before it is composed, so they must not depend on whether it already was.
CONTEXT = JOINING | PICTOGRAPHIC | EMOJI_BASE | IDEOGRAPH | MONGOLIAN | EXTENDS | REGIONAL | LEADING_JAMO
for cp, parts in full.items():
    if cp not in spaces:
        base = by_cp[parts[0]]
        assert by_cp[cp] & CONTEXT & (JOINING | EXTENDS | REGIONAL | LEADING_JAMO) == base & (JOINING | EXTENDS | REGIONAL | LEADING_JAMO), hex(cp)
        if len(parts) == 1:
            assert by_cp[cp] & CONTEXT == base & CONTEXT, hex(cp)
            assert not (by_cp[cp] ^ base) & STANDARD_BASE or by_cp[cp] & IDEOGRAPH, hex(cp)
        else:
            assert not by_cp[cp] & (PICTOGRAPHIC | EMOJI_BASE | STANDARD_BASE | IDEOGRAPH | MONGOLIAN), hex(cp)

# --- The tables ---------------------------------------------------------------------------------------------------------------------------

# Classes that ask for no work come first: a scan compares the class alone.
CLEAN_MASK = 0xFF | NOT_NFC | IGNORABLE | REPLACED
order = sorted(set(by_cp), key=lambda value: (value & CLEAN_MASK != 0, value))
clean = sum(value & CLEAN_MASK == 0 for value in order)
number = {value: index for index, value in enumerate(order)}
assert len(order) <= 256

blocks, stage1 = {}, []
for start in range(0, LAST + 1, 1 << BLOCK_BITS):
    block = tuple(number[value] for value in by_cp[start:start + (1 << BLOCK_BITS)])
    stage1.append(blocks.setdefault(block, len(blocks)))
assert len(blocks) <= 0xFFFF

text, starts, codes = [], [], sorted(full)
for cp in codes:
    starts.append(len(text))
    text += full[cp]
starts.append(len(text))
assert len(text) <= 0xFFFF

with open(os.path.join(UCD, "DerivedNormalizationProps.txt"), encoding="utf-8") as file:
    version = file.readline().split("-")[1].rsplit(".", 1)[0]

with open(OUT, "w", encoding="utf-8", newline="\n") as out:
    out.write(f"""// <auto-generated>
// Written by eng/unicode/generate.py from the Unicode Character Database {version}. Do not edit.
// Data files (c) Unicode, Inc., modified into tables; distributed under the Unicode licence, which LICENSE-UNICODE.txt repeats.
// </auto-generated>
#nullable enable
namespace Orchestration.Prompts.Unicode;

/// <summary>Facts about every code point of Unicode {version}, as static data.</summary>
internal static class UnicodeTables
{{
    /// <summary>The version of the Unicode Standard that the tables were made of.</summary>
    public const string Version = "{version}";

    /// <summary>Classes below this one need no work of any kind.</summary>
    public const int CleanClasses = {clean};

    /// <summary>Bits of a code point within a block.</summary>
    public const int BlockBits = {BLOCK_BITS};

    /// <summary>Class to <see cref="CharTraits"/>.</summary>
    public static ReadOnlySpan<uint> Traits =>
    [
{numbers(order)}
    ];

    /// <summary>Block of code points to its index in <see cref="Classes"/>.</summary>
    public static ReadOnlySpan<ushort> Blocks =>
    [
{numbers(stage1)}
    ];

    /// <summary>Code point within a block to its class.</summary>
    public static ReadOnlySpan<byte> Classes =>
    [
{numbers(value for block in blocks for value in block)}
    ];

    /// <summary>Code points with a canonical decomposition, ascending; Hangul syllables are computed.</summary>
    public static ReadOnlySpan<int> Decomposable =>
    [
{numbers(codes)}
    ];

    /// <summary>Where the full decomposition of each of <see cref="Decomposable"/> starts in <see cref="Decompositions"/>; one more entry ends the last.</summary>
    public static ReadOnlySpan<ushort> DecompositionStarts =>
    [
{numbers(starts)}
    ];

    /// <summary>Code points of all full canonical decompositions.</summary>
    public static ReadOnlySpan<int> Decompositions =>
    [
{numbers(text)}
    ];

    /// <summary>Pairs that compose, first code point in the upper half, ascending.</summary>
    public static ReadOnlySpan<ulong> Pairs =>
    [
{numbers(key for key, _ in pairs)}
    ];

    /// <summary>What each of <see cref="Pairs"/> composes to.</summary>
    public static ReadOnlySpan<int> Composites =>
    [
{numbers(cp for _, cp in pairs)}
    ];
}}
""")
print(f"Unicode {version}: {len(order)} classes ({clean} clean), {len(blocks)} blocks, {len(codes)} decompositions, {len(pairs)} pairs; "
      f"joining scripts: {', '.join(sorted(joining_scripts))}")
