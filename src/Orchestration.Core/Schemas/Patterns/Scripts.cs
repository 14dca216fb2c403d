using Orchestration.Schemas.Unicode;

namespace Orchestration.Schemas.Patterns;

/// <summary>The scripts that <c>\p{Script=..}</c> names.</summary>
internal static class Scripts
{
    /// <summary>The characters of a script by its long or short name; <see langword="null"/> when there is no such script.</summary>
    public static CodePointSet? Find(string name)
    {
        var index = Array.FindIndex(PropertyTables.ScriptNames, names => names.Split(' ').Contains(name, StringComparer.Ordinal));
        return index < 0 ? null : Collect(index + 1);
    }

    private static CodePointSet Collect(int script)
    {
        var set = new CodePointSet();
        var starts = PropertyTables.ScriptStarts;
        for (var i = 0; i < starts.Length; i++)
        {
            if ((starts[i] & 0xFF) == script)
            {
                set.Add(starts[i] >> 8, i + 1 < starts.Length ? (starts[i + 1] >> 8) - 1 : CodePointSet.Last);
            }
        }

        return set;
    }
}
