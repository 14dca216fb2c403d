namespace Orchestration.Schemas;

/// <summary>What becomes of members of a JSON object that its type does not know.</summary>
public enum UnknownFields
{
    /// <summary>They make the answer invalid, as they do not belong to what was asked for. A type with extension data takes them all the same.</summary>
    Refuse,

    /// <summary>They are left out of the value. The audit log keeps the answer as it came.</summary>
    Ignore,
}
