namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>The memory of one evaluation. Each thread keeps one for its next; an evaluation within another gets its own.</summary>
internal sealed class Workspace
{
    [ThreadStatic]
    private static Workspace? _spare;

    private Workspace()
    {
    }

    public Pooled<JsonToken> Tokens { get; } = new(kept: 1 << 15);

    /// <summary>The texts of strings that had escapes.</summary>
    public Pooled<byte> Unescaped { get; } = new(kept: 1 << 18);

    /// <summary>A stack of bit sets: properties seen, children evaluated.</summary>
    public Pooled<ulong> Bits { get; } = new(kept: 1 << 14);

    /// <summary>A stack of hash tables: names, items.</summary>
    public Pooled<int> Slots { get; } = new(kept: 1 << 16);

    /// <summary>A string as UTF-16, for patterns and formats.</summary>
    public Pooled<char> Text { get; } = new(kept: 1 << 16);

    /// <summary>The resources on the way to the node at hand, outermost first.</summary>
    public List<Compilation.SchemaResource> Scope { get; } = [];

    public static Workspace Rent()
    {
        var workspace = _spare ?? new Workspace();
        _spare = null;
        return workspace;
    }

    public void Return()
    {
        Tokens.Reset();
        Unescaped.Reset();
        Bits.Reset();
        Slots.Reset();
        Text.Reset();
        Scope.Clear();
        _spare = this;
    }
}
