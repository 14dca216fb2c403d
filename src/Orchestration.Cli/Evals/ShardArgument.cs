using System.Globalization;

namespace Orchestration.Cli.Evals;

/// <summary>Reads <c>2/4</c>, the second of four shards.</summary>
internal static class ShardArgument
{
    /// <exception cref="UsageException">It is no shard.</exception>
    public static (int Index, int Count)? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return text.Split('/') is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && index >= 1 && index <= count
            ? (index, count)
            : throw new UsageException($"'{text}' is no shard. Shards count from 1: --shard 1/4 is the first of four.");
    }
}
