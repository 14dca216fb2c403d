namespace Orchestration.Prompts.Unicode;

/// <summary>How far an emoji sequence (Unicode Technical Standard #51) has come.</summary>
internal readonly struct EmojiSequence
{
    private const int BlackFlag = 0x1F3F4;
    private const int CancelTag = 0xE007F;
    private const int MinTags = 3;
    private const int MaxTags = 7;

    private readonly State _state;

    private EmojiSequence(State state) => _state = state;

    private enum State : byte
    {
        None,
        Base,
        FlagBase,
        Styled,
    }

    /// <summary>Whether a zero-width joiner here may join another emoji.</summary>
    public bool AcceptsJoiner => _state != State.None;

    public EmojiSequence After(int codePoint, CharFacts facts) => new(
        codePoint == BlackFlag ? State.FlagBase
        : facts.Has(CharTraits.Pictographic) ? State.Base
        : _state is State.Base or State.FlagBase && codePoint is 0xFE0E or 0xFE0F or (>= 0x1F3FB and <= 0x1F3FF) ? State.Styled
        : State.None);

    /// <summary>
    /// Code units of the tag sequence that names the region of a black flag, as in the flag of Scotland; 0 if there is none here. Tags anywhere
    /// else show nothing.
    /// </summary>
    public int TagSequenceLength(ReadOnlySpan<char> text, int first)
    {
        if (_state != State.FlagBase || !IsRegionTag(first))
        {
            return 0;
        }

        for (var tags = 1; tags <= MaxTags && text.Length >= (tags + 1) * 2 && char.IsSurrogatePair(text[tags * 2], text[(tags * 2) + 1]); tags++)
        {
            var codePoint = char.ConvertToUtf32(text[tags * 2], text[(tags * 2) + 1]);
            if (codePoint == CancelTag)
            {
                return tags >= MinTags ? (tags + 1) * 2 : 0;
            }

            if (!IsRegionTag(codePoint))
            {
                return 0;
            }
        }

        return 0;
    }

    private static bool IsRegionTag(int codePoint) => codePoint is (>= 0xE0030 and <= 0xE0039) or (>= 0xE0061 and <= 0xE007A);
}
