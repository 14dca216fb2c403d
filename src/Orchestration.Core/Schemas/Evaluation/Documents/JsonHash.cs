using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>Hashes that equal values share, by <see cref="JsonEquality"/>. They differ from one process to the next.</summary>
internal static class JsonHash
{
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;

    public static ulong Of(JsonView view, int token)
    {
        ref readonly var value = ref view.Tokens[token];
        return unchecked(Mixed((ulong)value.Kind) + value.Kind switch
        {
            JsonKinds.Null => 0,
            JsonKinds.Boolean => value.Length == 4 ? 1 : (ulong)0,
            JsonKinds.String => (uint)PropertyNames.Hash(view.Bytes(token)),
            JsonKinds.Array => OfItems(view, token),
            JsonKinds.Object => OfProperties(view, token),
            _ => JsonNumber.Hash(view.Bytes(token)),
        });
    }

    private static ulong OfItems(JsonView view, int token)
    {
        var hash = 0UL;
        var end = view.Tokens[token].Next;
        for (var item = token + 1; item < end; item = view.Tokens[item].Next)
        {
            hash = Mixed(unchecked(hash + Of(view, item) + 1));
        }

        return hash;
    }

    // A sum, for the order of properties does not matter.
    private static ulong OfProperties(JsonView view, int token)
    {
        var hash = 0UL;
        var end = view.Tokens[token].Next;
        for (var name = token + 1; name < end; name = view.Tokens[name + 1].Next)
        {
            hash = unchecked(hash + Mixed((uint)PropertyNames.Hash(view.Bytes(name)) ^ Mixed(Of(view, name + 1))));
        }

        return hash;
    }

    private static ulong Mixed(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 32)) * Prime;
            return hash ^ (hash >> 29);
        }
    }
}
