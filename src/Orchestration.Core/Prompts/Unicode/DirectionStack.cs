namespace Orchestration.Prompts.Unicode;

/// <summary>
/// Which directional controls of a line show. An override turns the order of the letters, so it stays, with the mark that ends it; embeddings,
/// isolates and marks only hint at an order that the letters have anyway.
/// </summary>
internal struct DirectionStack
{
    private const int MaxDepth = 64;

    private ulong _overrides;
    private int _depth;

    public bool Keeps(int codePoint)
    {
        switch (codePoint)
        {
            case 0x202A or 0x202B:
                return Push(isOverride: false);
            case 0x202D or 0x202E:
                return Push(isOverride: true);
            case 0x202C when _depth > 0:
                var isOverride = (_overrides & 1) != 0;
                _overrides >>= 1;
                _depth--;
                return isOverride;
            default:
                return false;
        }
    }

    private bool Push(bool isOverride)
    {
        _overrides = (_overrides << 1) | (isOverride ? 1u : 0u);
        _depth = Math.Min(_depth + 1, MaxDepth);
        return isOverride;
    }
}
