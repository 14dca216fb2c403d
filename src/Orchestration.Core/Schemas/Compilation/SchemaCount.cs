using System.Runtime.InteropServices;
using System.Text.Json;
using Orchestration.Schemas.Evaluation;

namespace Orchestration.Schemas.Compilation;

/// <summary>Numbers of things in a schema, which may be written as 2.0 or 1e2 and be of any size.</summary>
internal static class SchemaCount
{
    /// <returns>The number, at most <see cref="int.MaxValue"/>, which no document reaches; <see langword="null"/> when it is negative or no integer.</returns>
    public static int? Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return null;
        }

        if (value.TryGetInt32(out var count))
        {
            return count >= 0 ? count : null;
        }

        // An integer, so that its double is exact or far beyond what counts.
        return JsonNumber.IsInteger(JsonMarshal.GetRawUtf8Value(value)) && value.TryGetDouble(out var number) && number >= 0
            ? number >= int.MaxValue ? int.MaxValue : (int)number
            : null;
    }
}
