using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Core.Tests.Replay;

public sealed class LineDiffTests
{
    [Fact]
    public void What_differs_is_shown_with_a_little_around_it() =>
        Assert.Equal(["…", "  c", "  d", "- e", "+ E", "  f", "  g", "…"], Show(LineDiff.Of("a\nb\nc\nd\ne\nf\ng\nh", "a\nb\nc\nd\nE\nf\ng\nh")));

    [Fact]
    public void Equal_texts_have_no_lines() => Assert.Empty(LineDiff.Of("a\nb", "a\nb"));

    [Fact]
    public void Without_context_only_the_differences_are_left() => Assert.Equal(["…", "- b", "…"], Show(LineDiff.Of("a\nb\nc", "a\nc", context: 0)));

    [Fact]
    public void A_text_from_nothing_is_added_whole() => Assert.Equal(["+ a", "+ b"], Show(LineDiff.Of(string.Empty, "a\nb")));

    [Fact]
    public void Json_is_compared_at_its_paths_whatever_the_order_of_members() =>
        Assert.Equal(["- b[1].c: 2", "+ b[1].c: 3"], Show(LineDiff.OfJson(Json("""{"a":1,"b":[{},{"c":2}]}"""), Json("""{"b":[{},{"c":3}],"a":1}"""), context: 0)).Where(static line => line != "…"));

    [Fact]
    public void Texts_in_json_are_compared_line_by_line() =>
        Assert.Equal(["  t:", "  one", "- two", "+ 2"], Show(LineDiff.OfJson(Json("""{"t":"one\ntwo"}"""), Json("""{"t":"one\n2"}"""))));

    [Fact]
    public void Json_that_is_missing_is_nothing() => Assert.Equal(["+ a: 1"], Show(LineDiff.OfJson(default, Json("""{"a":1}"""))));

    [Fact]
    public void Removed_and_kept_lines_are_the_older_text_and_added_and_kept_ones_the_newer()
    {
        var lines = Gen.Elements("a", "b", "c", "d", string.Empty).ListOf();

        Prop.ForAll(Gen.Zip(lines, lines).ToArbitrary(), static texts =>
        {
            var (before, after) = (string.Join('\n', texts.Item1), string.Join('\n', texts.Item2));
            AssertRebuilds(before, after);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_hundred_thousand_lines_are_compared_at_the_lines_they_share()
    {
        var before = string.Join('\n', Enumerable.Range(0, 100_000));
        var after = string.Join('\n', Enumerable.Range(0, 100_000).Select(static i => i % 1_000 == 7 ? -i : i));

        AssertRebuilds(before, after);
        Assert.Equal(200, LineDiff.Of(before, after, context: 0).Count(static line => line.Mark is DiffMark.Removed or DiffMark.Added));
    }

    [Fact]
    public void Long_stretches_without_a_line_of_their_own_are_shown_as_blocks()
    {
        var before = string.Join('\n', Enumerable.Repeat("x\ny", 2_000));
        var after = string.Join('\n', Enumerable.Repeat("y\nz", 2_000));

        AssertRebuilds(before, after);
    }

    private static void AssertRebuilds(string before, string after)
    {
        var lines = LineDiff.Of(before, after, context: int.MaxValue);
        if (before == after)
        {
            Assert.Empty(lines);
            return;
        }

        Assert.Equal(before, string.Join('\n', lines.Where(static line => line.Mark is not DiffMark.Added).Select(static line => line.Text)));
        Assert.Equal(after, string.Join('\n', lines.Where(static line => line.Mark is not DiffMark.Removed).Select(static line => line.Text)));
    }

    private static IEnumerable<string> Show(IEnumerable<DiffLine> lines) => lines.Select(static line => line.Mark switch
    {
        DiffMark.Same => $"  {line.Text}",
        DiffMark.Removed => $"- {line.Text}",
        DiffMark.Added => $"+ {line.Text}",
        _ => "…",
    });

    private static JsonBytes Json(string json) => new(Encoding.UTF8.GetBytes(json));
}
