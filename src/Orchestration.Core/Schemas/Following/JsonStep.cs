namespace Orchestration.Schemas.Following;

/// <summary>What <see cref="JsonFollower.Next"/> has come to.</summary>
internal enum JsonStep
{
    /// <summary>All text is used up: nothing more is known until the next piece.</summary>
    Starved,

    /// <summary>The first character of a value.</summary>
    Begin,

    /// <summary>More of a string's content.</summary>
    Text,

    /// <summary>A value is whole.</summary>
    End,

    /// <summary>The opening quote of a property's name.</summary>
    Name,

    /// <summary>More of a property's name.</summary>
    NameText,

    /// <summary>A name is whole.</summary>
    NameEnd,

    /// <summary>A comma: another item, or another property, must come.</summary>
    Comma,

    /// <summary>No text that begins so is JSON, or one within the limits: <see cref="JsonFollower.Error"/>.</summary>
    Failed,
}
