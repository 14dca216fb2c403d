using System.Text;
using System.Text.Json;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Scorers;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Evals.Tests.Scorers;

/// <summary>Cases and outputs in a line each.</summary>
internal static class Outputs
{
    /// <summary>An output of text.</summary>
    public static ScoredOutput Text(string text, GoldenCase? @case = null) => new()
    {
        Case = @case ?? Case(),
        Output = Quoted(text),
        Text = text,
        Run = new RunFigures { Run = new RunId(Guid.Empty) },
    };

    /// <summary>An output of JSON.</summary>
    public static ScoredOutput Json(string json, GoldenCase? @case = null) => new()
    {
        Case = @case ?? Case(),
        Output = Bytes(json),
        Text = json,
        Run = new RunFigures { Run = new RunId(Guid.Empty) },
    };

    public static GoldenCase Case(string? reference = null, string input = "{}", params (string Name, string Json)[] expect) => new()
    {
        Id = "tea",
        Input = Bytes(input),
        Reference = reference is null ? default : Quoted(reference),
        Expect = new GoldenCase { Id = "x", Input = Bytes("{}") }.Expect.AddRange(expect.Select(static e => KeyValuePair.Create(e.Name, Bytes(e.Json)))),
        Recorded = RecordedAnswers.None,
    };

    public static JsonBytes Bytes(string json) => new(Encoding.UTF8.GetBytes(json));

    public static JsonBytes Quoted(string text) => new(JsonSerializer.SerializeToUtf8Bytes(text));

    public static async Task<Score> ScoreAsync(this IScorer scorer, ScoredOutput output) => await scorer.ScoreAsync(output, TestContext.Current.CancellationToken);

    /// <summary>The score of a text, which there must be.</summary>
    public static async Task<double> ValueAsync(this IScorer scorer, ScoredOutput output)
    {
        var score = await scorer.ScoreAsync(output);
        Assert.True(score.Kind == ScoreKind.Scored, score.Reason);
        return score.Value;
    }

    public static Task<double> ValueAsync(this IScorer scorer, string text) => scorer.ValueAsync(Text(text));
}
