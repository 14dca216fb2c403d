namespace Orchestration.Schemas.Following;

/// <summary>Follows JSON text as it comes, character by character: where in the document it stands, and whether it can still become JSON. Used by one reader.</summary>
internal sealed class JsonFollower
{
}
