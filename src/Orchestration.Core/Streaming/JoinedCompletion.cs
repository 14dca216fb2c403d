using System.Collections.Immutable;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Streaming;

/// <summary>An answer that two attempts have made: the first one's up to the seam, and from there the second one's.</summary>
internal static class JoinedCompletion
{
    /// <param name="before">What there was before the seam, itself perhaps joined.</param>
    /// <param name="seam">Where they meet.</param>
    /// <param name="after">The continuation exactly as it was received.</param>
    public static Completion Of(Completion before, Seam seam, Completion after) => after with
    {
        Text = string.Concat(before.Text.AsSpan(0, seam.Position), seam.Inserted, after.Text.AsSpan(seam.Overlap)),
        Chunks = Chunks(before, seam, after),
        Reasoning = after.Reasoning ?? before.Reasoning,
        Usage = before.Usage is null ? after.Usage : after.Usage is null ? before.Usage : before.Usage + after.Usage,
    };

    private static ImmutableArray<Chunk> Chunks(Completion before, Seam seam, Completion after)
    {
        var chunks = ImmutableArray.CreateBuilder<Chunk>(before.Chunks.Length + after.Chunks.Length);
        var left = seam.Position;
        var end = TimeSpan.Zero;
        foreach (var chunk in before.Chunks)
        {
            if (left > 0)
            {
                chunks.Add(chunk with { Length = Math.Min(left, chunk.Length) });
            }

            left -= Math.Min(left, chunk.Length);
            end = chunk.At;
        }

        var dropped = seam.Overlap;
        var inserted = seam.Inserted.Length;
        foreach (var chunk in after.Chunks)
        {
            var length = chunk.Length - Math.Min(dropped, chunk.Length);
            dropped -= chunk.Length - length;
            if (dropped == 0 && length + inserted > 0)
            {
                chunks.Add(new Chunk(length + inserted, end + chunk.At));
                inserted = 0;
            }
        }

        return chunks.DrainToImmutable();
    }
}
