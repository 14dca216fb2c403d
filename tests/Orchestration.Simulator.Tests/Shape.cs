using System.Text.Json;

namespace Orchestration.Simulator.Tests;

/// <summary>Compares the properties of JSON with those that recordings have.</summary>
internal static class Shape
{
    /// <summary>The paths, parted by slashes, that a value does not have; of an array the first entry counts.</summary>
    public static IEnumerable<string> Missing(JsonElement value, IEnumerable<string> paths) => paths.Where(path => !Has(value, path.Split('/')));

    private static bool Has(JsonElement value, ReadOnlySpan<string> path)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.GetArrayLength() > 0 && Has(value[0], path);
        }

        return path.IsEmpty || (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(path[0], out var inner) && (path.Length == 1 || Has(inner, path[1..])));
    }
}
