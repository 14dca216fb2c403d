namespace Orchestration.Routing.Planning;

/// <summary>Paths of steps: <c>sections[3]/draft</c> is the step <c>sections/draft</c> for the fourth item.</summary>
internal static class StepPath
{
    public static string WithoutIndices(string path)
    {
        if (!path.Contains('[', StringComparison.Ordinal))
        {
            return path;
        }

        Span<char> without = path.Length <= 256 ? stackalloc char[path.Length] : new char[path.Length];
        return without[..WithoutIndices(path, without)].ToString();
    }

    /// <returns>How many characters were written.</returns>
    public static int WithoutIndices(ReadOnlySpan<char> path, Span<char> without)
    {
        var written = 0;
        while (path.IndexOf('[') is var open && open >= 0)
        {
            var digits = path[(open + 1)..].IndexOfAnyExceptInRange('0', '9');
            var isIndex = digits > 0 && path[open + 1 + digits] == ']';
            var kept = isIndex ? open : open + 1;
            path[..kept].CopyTo(without[written..]);
            written += kept;
            path = path[(isIndex ? open + digits + 2 : kept)..];
        }

        path.CopyTo(without[written..]);
        return written + path.Length;
    }
}
