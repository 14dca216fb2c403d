using Orchestration.Streaming.Seams;

namespace Orchestration.Core.Tests.Streaming.Seams;

/// <summary>Every text, cut at every few characters, with every way to go on: what is joined is the original, or nothing is joined.</summary>
public sealed class SuccessorTests(ITestOutputHelper output)
{
    private static readonly int[] Lags = [7, 40, 200];
    private static readonly int[] Sizes = [1, 4, 17, 1_000];

    public static TheoryData<string> Names => [.. Successors.All.Select(static s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_joined_is_whole(string name)
    {
        var (_, wanted, write) = Successors.All.Single(s => s.Name == name);
        foreach (var lag in Lags)
        {
            int joins = 0, rejected = 0, twice = 0;
            for (var index = 0; index < SeamTexts.All.Length; index++)
            {
                var (text, original) = SeamTexts.All[index];
                for (var died = 1 + (index % 5); died <= original.Length; died += 5)
                {
                    var before = int.MaxValue;
                    for (var attempt = 0; attempt < 2; attempt++)
                    {
                        var delivered = Delivered(original, died - lag);
                        var cut = SeamFinder.Find(original.AsSpan(0, died), delivered, before);
                        if (write(original, cut.Position, died) is not { } next)
                        {
                            break;
                        }

                        joins += attempt == 0 ? 1 : 0;
                        var (kept, dropped) = (original[..cut.Position], original[cut.Position..died]);
                        if (Run(kept, dropped, cut.Kind, next, Sizes[(died + index) % 4]) is { } joined)
                        {
                            Assert.True(IsWhole(wanted, original, kept, dropped, joined), $"{text}, died at {died}, {lag} held back, {cut}: ...{Tail(kept)}|{Head(joined)}... and not |{Head(original[cut.Position..])}...");
                            break;
                        }

                        rejected += attempt == 0 ? 1 : 0;
                        before = cut.Position;
                        if (attempt == 1 || before <= delivered)
                        {
                            twice++;
                            break;
                        }
                    }
                }
            }

            Assert.True(joins > 0);
            output.WriteLine($"{name}, {lag} held back: {joins} joins, {100.0 * rejected / joins:F2} % rejected, {100.0 * twice / joins:F2} % after a second try");
            if (wanted == Wanted.Original && lag == 200 && name.StartsWith("starts again", StringComparison.Ordinal))
            {
                Assert.True(rejected * 8 <= joins);
            }
        }
    }

    private static int Delivered(string text, int at)
    {
        at = Math.Max(0, at);
        return at > 0 && char.IsLowSurrogate(text[at]) ? at - 1 : at;
    }

    private static string? Run(string kept, string dropped, BoundaryKind kind, string next, int size)
    {
        var join = new Join(kept, dropped, kind);
        var at = 0;
        var state = JoinState.Undecided;
        while (at < next.Length && state == JoinState.Undecided)
        {
            var length = Math.Min(size, next.Length - at);
            state = join.Add(next.Substring(at, length));
            at += length;
        }

        return join.Finish() == JoinState.Joined ? join.Text + next[at..] : null;
    }

    private static bool IsWhole(Wanted wanted, string original, string kept, string dropped, string joined) => wanted switch
    {
        Wanted.Original => kept + joined == original,
        Wanted.OriginalButSpace => kept + joined == original || HasItsSpace(original, kept, dropped, joined),
        Wanted.OriginalButMarks => Bullets(kept + joined) == Bullets(original),
        _ => false,
    };

    // Where the successor left white space out, or had its own, there must be some where there was some, and none where there was none.
    private static bool HasItsSpace(string original, string kept, string dropped, string joined)
    {
        var seam = kept.TrimEnd().Length;
        var rest = original[seam..].TrimStart();
        if (rest != joined.TrimStart())
        {
            return false;
        }

        // A full stop of a script without spaces may end a sentence or a paragraph: nothing tells.
        var isOpen = dropped.Length == 0 && seam > 0 && (original[seam - 1] > '\u2E80' || original[seam - 1] == '”');
        var has = kept.Length - seam + joined.Length - joined.TrimStart().Length;
        return rest.Length == 0 || isOpen || (original.Length - seam - rest.Length == 0) == (has == 0);
    }

    private static string Bullets(string text) => text.Replace("\n* ", "\n- ", StringComparison.Ordinal);

    private static string Tail(string text) => text[Math.Max(0, text.Length - 40)..];

    private static string Head(string text) => text[..Math.Min(40, text.Length)];
}
