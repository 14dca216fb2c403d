using Orchestration.Routing;

namespace Orchestration.Core.Tests.Routing;

public sealed class QualityScoresTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"quality-{Path.GetRandomFileName()}.json");

    [Fact]
    public void A_score_holds_for_every_item_that_its_step_is_run_for()
    {
        var scores = new QualityScores();
        scores.Set("article", "sections[3]/draft", "small", 0.5);

        Assert.Equal([0.5, 0.5, null, null], [scores.Find("article", "sections/draft", "small"), scores.Find("article", "sections[12]/draft", "small"), scores.Find("other", "sections/draft", "small"), scores.Find("article", "draft", "small")]);
    }

    [Theory]
    [InlineData("a[b]/c", "a[b]/c")]
    [InlineData("a[]/c", "a[]/c")]
    [InlineData("a[1", "a[1")]
    [InlineData("a[1][22]", "a")]
    [InlineData("[0]/a[x[1]", "/a[x")]
    public void Only_numbers_in_brackets_are_indices(string path, string step)
    {
        var scores = new QualityScores();
        scores.Set("g", path, "m", 1);

        Assert.Equal(1, scores.Find("g", step, "m"));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_score_is_from_0_to_1(double score) => Assert.Throws<ArgumentOutOfRangeException>(() => new QualityScores().Set("g", "s", "m", score));

    [Fact]
    public void The_same_scores_give_the_same_file_and_come_back_from_it()
    {
        (string, string, string, double)[] all = [("b", "t", "m", 1), ("a", "s", "n", 0.25), ("a", "s", "M", 1 / 3.0), ("a", "r", "ü \"", 0)];
        var scores = Of(all);

        scores.Save(_path);
        var bytes = File.ReadAllBytes(_path);
        Of([.. all.Reverse()]).Save(_path);
        Assert.Equal(bytes, File.ReadAllBytes(_path));

        var back = QualityScores.Load(_path);
        Assert.All(all, score => Assert.Equal(score.Item4, back.Find(score.Item1, score.Item2, score.Item3)));
        Assert.DoesNotContain((byte)'\r', bytes);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "g": { "s": { "m": "good" } } }""")]
    [InlineData("""{ "g": { "s": { "m": 2 } } }""")]
    [InlineData("""{ "g": { "s": 1 } }""")]
    public void Another_file_is_refused_by_its_name(string content)
    {
        File.WriteAllText(_path, content);

        Assert.Contains(_path, Assert.Throws<FormatException>(() => QualityScores.Load(_path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private static QualityScores Of(params (string, string, string, double)[] all)
    {
        var scores = new QualityScores();
        foreach (var (graph, step, model, score) in all)
        {
            scores.Set(graph, step, model, score);
        }

        return scores;
    }
}
