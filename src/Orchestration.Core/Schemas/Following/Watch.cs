namespace Orchestration.Schemas.Following;

/// <summary>A claim about one open value: that a schema takes it, or that enough of a group of alternatives do. Instances are used again and again.</summary>
internal sealed class Watch
{
    /// <summary>Where in its stack it is. What it stands on comes behind it.</summary>
    public required int Index { get; init; }

    /// <summary>The schema; <see langword="null"/> for a group.</summary>
    public FollowedSchema? Schema { get; private set; }

    /// <summary>Of a group: the schema that has it.</summary>
    public FollowedSchema? Of { get; private set; }

    /// <summary>How many of those that it stands on may still fall: one for a schema, which needs them all; all its members for a group, which needs one.</summary>
    public int Lives { get; set; }

    /// <summary>Whether the group wants exactly one member.</summary>
    public bool IsOneOf { get; private set; }

    /// <summary>Left to the evaluator as a whole, because too much would have to be watched.</summary>
    public bool IsLeftToTheEnd { get; set; }

    /// <summary>The chain of those that fall with it.</summary>
    public int FirstOwner { get; set; }

    /// <summary>The strings that the value may still be, where the schema lists them.</summary>
    public PrefixRange Texts;

    /// <summary>The known names that the current name may still be, where no other is allowed.</summary>
    public PrefixRange Names;

    /// <summary>Why it fell; of a group, why the member fell that stood longest.</summary>
    public Doom? Doom { get; set; }

    public bool IsAlive => Lives > 0;

    public void Claim(FollowedSchema schema) => Set(schema, of: null, lives: 1, isOneOf: false);

    public void ClaimGroup(FollowedSchema? of, int members, bool isOneOf) => Set(schema: null, of, members, isOneOf);

    private void Set(FollowedSchema? schema, FollowedSchema? of, int lives, bool isOneOf)
    {
        (Schema, Of, Lives, IsOneOf, IsLeftToTheEnd, Doom) = (schema, of, lives, isOneOf, false, null);
        Texts = new PrefixRange(schema?.Texts ?? []);
    }
}
