using FsCheck;
using FsCheck.Fluent;
using Orchestration.Policies;
using Orchestration.Streaming;

namespace Orchestration.Core.Tests.Streaming;

public sealed class HoldBackTests
{
    private static readonly Splice Policy = new() { HoldBack = 50, ReadingSpeed = 10 };

    [Fact]
    public void The_first_piece_does_not_wait()
    {
        var window = new HoldBack(Policy);

        Assert.Equal("The", Feed(window, TimeSpan.Zero, "The"));
    }

    [Fact]
    public void What_comes_faster_than_it_is_read_is_held_up_to_the_policys_number_of_tokens()
    {
        var window = new HoldBack(Policy);

        var released = Feed(window, TimeSpan.Zero, [.. Enumerable.Repeat(" word", 400)]);

        Assert.InRange(window.Peak, 50, 53);
        Assert.True(released.Length > 5 * 300, $"{released.Length} characters were released");
    }

    [Fact]
    public void What_comes_as_slowly_as_it_is_read_is_held_until_its_word_has_ended_and_no_longer()
    {
        var window = new HoldBack(Policy);

        for (var i = 1; i <= 50; i++)
        {
            Feed(window, TimeSpan.FromSeconds(i * 0.5), " word");

            Assert.True(window.Length <= " word".Length, $"{window.Length} characters were held after piece {i}");
        }
    }

    [Fact]
    public void A_silent_stream_gives_what_the_reader_needs_and_ends_with_a_word()
    {
        var window = new HoldBack(Policy);
        Feed(window, TimeSpan.Zero, [.. Enumerable.Repeat(" word", 40), " unfin"]);

        var released = Take(window, TimeSpan.FromMinutes(1));

        Assert.EndsWith(" word", released, StringComparison.Ordinal);
        Assert.Equal(" unfin".Length, window.Length);
    }

    [Fact]
    public void Without_a_window_every_piece_passes()
    {
        var window = new HoldBack(new Splice { HoldBack = 0 });

        Assert.Equal("un fin is", Feed(window, TimeSpan.Zero, "un", " fin", " is"));
    }

    [Fact]
    public void A_long_piece_does_not_fill_the_window_alone()
    {
        var window = new HoldBack(Policy);

        var released = Feed(window, TimeSpan.Zero, string.Concat(Enumerable.Repeat("word and ", 200)));

        Assert.True(released.Length > 1000, $"{released.Length} characters were released");
    }

    [Fact]
    public void Text_without_any_space_is_not_held_for_ever()
    {
        var window = new HoldBack(Policy);

        var released = Feed(window, TimeSpan.Zero, [.. Enumerable.Repeat("QUJDRA==", 200)]);

        Assert.NotEmpty(released[8..]);
    }

    [Fact]
    public void What_goes_in_comes_out_whole_and_in_order()
    {
        Prop.ForAll(
            Gen.ArrayOf(Gen.Elements("a", " b", "cd ", "\n", "界", "世界。", "😀", " x y z ", new string('q', 300))).ToArbitrary(),
            Gen.Choose(0, 30).ToArbitrary(),
            static (pieces, holdBack) =>
            {
                var window = new HoldBack(new Splice { HoldBack = holdBack, ReadingSpeed = 5 });
                var text = string.Empty;
                for (var i = 0; i < pieces.Length; i++)
                {
                    text += Feed(window, TimeSpan.FromSeconds(0.1 * i), pieces[i]);
                }

                while (window.TryFlush(out var piece))
                {
                    text += piece.Text;
                }

                Assert.Equal(string.Concat(pieces), text);
                Assert.Equal(0, window.Length);
            }).QuickCheckThrowOnFailure();
    }

    private static string Feed(HoldBack window, TimeSpan at, params string[] pieces)
    {
        var released = string.Empty;
        foreach (var piece in pieces)
        {
            window.Add(piece, null, at);
            released += Take(window, at);
        }

        return released;
    }

    private static string Take(HoldBack window, TimeSpan at)
    {
        var released = string.Empty;
        while (window.TryRelease(at, out var piece))
        {
            released += piece.Text;
        }

        return released;
    }
}
