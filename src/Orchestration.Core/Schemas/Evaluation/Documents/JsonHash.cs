using System.Runtime.CompilerServices;
using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>Hashes that equal values share, by <see cref="JsonEquality"/>. They differ from one process to the next.</summary>
internal static class JsonHash
{
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;

    /// <param name="view">The document.</param>
    /// <param name="token">The value.</param>
    /// <param name="work">Counts down by what was hashed. Below zero the hash says nothing.</param>
    public static ulong Of(JsonView view, int token, ref long work)
    {
        ref readonly var value = ref view.Tokens[token];
        if (--work < 0 || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            work = -1;
            return 0;
        }

        return unchecked(Mixed((ulong)value.Kind) + value.Kind switch
        {
            JsonKinds.Null => 0,
            JsonKinds.Boolean => value.Length == 4 ? 1 : (ulong)0,
            JsonKinds.String => (uint)PropertyNames.Hash(view.Bytes(token)),
            JsonKinds.Array => OfItems(view, token, ref work),
            JsonKinds.Object => OfProperties(view, token, ref work),
            _ => JsonNumber.Hash(view.Bytes(token)),
        });
    }

    private static ulong OfItems(JsonView view, int token, ref long work)
    {
        var hash = 0UL;
        var end = view.Tokens[token].Next;
        for (var item = token + 1; item < end; item = view.Tokens[item].Next)
        {
            hash = Mixed(unchecked(hash + Of(view, item, ref work) + 1));
        }

        return hash;
    }

    // A sum, for the order of properties does not matter.
    private static ulong OfProperties(JsonView view, int token, ref long work)
    {
        var hash = 0UL;
        var end = view.Tokens[token].Next;
        for (var name = token + 1; name < end; name = view.Tokens[name + 1].Next)
        {
            hash = unchecked(hash + Mixed((uint)PropertyNames.Hash(view.Bytes(name)) ^ Mixed(Of(view, name + 1, ref work))));
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
