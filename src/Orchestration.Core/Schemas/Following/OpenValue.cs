using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Following;

/// <summary>A value, or a name, that has begun. One instance serves all values of its depth, one after another.</summary>
internal sealed class OpenValue
{
    public JsonKinds Kind { get; private set; }

    /// <summary>Whether it is a property's name, which <c>propertyNames</c> takes for a string.</summary>
    public bool IsName { get; private set; }

    /// <summary>The first of the watches for it.</summary>
    public int FirstWatch { get; private set; }

    /// <summary>How long the list of owners was before them.</summary>
    public int FirstOwner { get; private set; }

    /// <summary>The code points of a string so far.</summary>
    public int CodePoints { get; set; }

    /// <summary>Whether anything is asked of a string before its end.</summary>
    public bool IsRead { get; set; }

    public void Open(JsonKinds kind, bool isName, WatchStack watches)
    {
        (Kind, IsName, CodePoints, IsRead) = (kind, isName, 0, false);
        (FirstWatch, FirstOwner) = (watches.Count, watches.OwnerCount);
    }
}
