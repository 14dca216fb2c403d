using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestration.Evals.Scorers;
using Orchestration.Models;

namespace Orchestration.Evals.Running;

/// <summary>Turns results into lines and lines into results.</summary>
internal static class ResultLines
{
    // The files are for people too; none of them is put into a page as it is.
    private static readonly ResultJson Json = new(new JsonSerializerOptions(ResultJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The line with its line break.</summary>
    public static byte[] Write(CaseResult result)
    {
        using var line = new MemoryStream();
        JsonSerializer.Serialize(line, LineOf(result), Json.ResultLine);
        line.WriteByte((byte)'\n');
        return line.ToArray();
    }

    /// <exception cref="FormatException">The bytes are no result.</exception>
    public static CaseResult Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return ResultOf(JsonSerializer.Deserialize(utf8, Json.ResultLine) ?? throw new FormatException("It is null."));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new FormatException($"It is not a result: {e.Message}", e);
        }
    }

    private static ResultLine LineOf(CaseResult result) => new()
    {
        Case = result.Case,
        Hash = result.CaseHash,
        Variant = result.Variant,
        Repeat = result.Repeat,
        Outcome = result.Outcome,
        Scores = result.Scores.IsEmpty ? null : new(result.Scores.ToDictionary(static score => score.Key, static score => LineOf(score.Value)), StringComparer.Ordinal),
        Output = result.Output.IsEmpty ? null : new RawJson(result.Output.Utf8),
        Error = result.Error,
        Run = LineOf(result.Run),
        SpentUsd = result.SpentUsd,
        Models = result.Models.IsEmpty ? null : new(result.Models, StringComparer.Ordinal),
        Tags = result.Tags.IsDefaultOrEmpty ? null : [.. result.Tags],
        Weight = result.Weight is 1 ? null : result.Weight,
        Critical = result.Critical,
    };

    private static ScoreLine LineOf(Score score) => score.Kind switch
    {
        ScoreKind.Scored => new() { Value = score.Value, Reason = score.Reason, CostUsd = score.CostUsd },
        ScoreKind.Error => new() { Error = score.Reason, CostUsd = score.CostUsd },
        _ => new() { NotApplicable = score.Reason, CostUsd = score.CostUsd },
    };

    private static RunLine LineOf(RunFigures run) => new()
    {
        Id = run.Run.Value,
        CostUsd = run.CostUsd,
        Unpriced = run.UnpricedAttempts,
        Seconds = run.Duration.TotalSeconds,
        Usage = run.Usage == new Usage() ? null : run.Usage,
        Attempts = run.Attempts,
        Splices = run.Splices,
    };

    private static CaseResult ResultOf(ResultLine line) => new()
    {
        Case = line.Case ?? throw new FormatException("It has no 'case'."),
        CaseHash = line.Hash ?? throw new FormatException("It has no 'hash'."),
        Variant = line.Variant ?? throw new FormatException("It has no 'variant'."),
        Repeat = line.Repeat,
        Outcome = line.Outcome,
        Scores = (line.Scores ?? []).ToImmutableSortedDictionary(static score => score.Key, static score => ScoreOf(score.Value), StringComparer.Ordinal),
        Output = new JsonBytes(line.Output?.Utf8 ?? default),
        Error = line.Error,
        Run = FiguresOf(line.Run ?? throw new FormatException("It has no 'run'.")),
        SpentUsd = line.SpentUsd,
        Models = (line.Models ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
        Tags = [.. line.Tags ?? []],
        Weight = line.Weight ?? 1,
        Critical = line.Critical,
    };

    private static Score ScoreOf(ScoreLine line) => line switch
    {
        { Value: { } value } => Score.Of(value, line.Reason ?? string.Empty) with { CostUsd = line.CostUsd },
        { Error: { } error } => Score.Error(error) with { CostUsd = line.CostUsd },
        { NotApplicable: { } why } => Score.NotApplicable(why) with { CostUsd = line.CostUsd },
        _ => throw new FormatException("A score of it has neither 'value' nor 'error' nor 'notApplicable'."),
    };

    private static RunFigures FiguresOf(RunLine line) => new()
    {
        Run = new RunId(line.Id),
        CostUsd = line.CostUsd,
        UnpricedAttempts = line.Unpriced,
        Duration = TimeSpan.FromSeconds(line.Seconds),
        Usage = line.Usage ?? new Usage(),
        Attempts = line.Attempts,
        Splices = line.Splices,
    };
}
