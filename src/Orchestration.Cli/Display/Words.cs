using System.Globalization;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Cli.Display;

/// <summary>Numbers and outcomes as people read them.</summary>
internal static class Words
{
    public static string Usd(decimal usd, int unpriced = 0) => (usd, unpriced) switch
    {
        (0, > 0) => "unknown",
        (_, > 0) => $"{Usd(usd)} + ?",
        (0, _) => "$0",
        ( > 0 and < 0.0001m, _) => "<$0.0001",
        ( < 0, _) => $"-{Usd(-usd)}",
        (>= 100, _) => string.Create(CultureInfo.InvariantCulture, $"${usd:N2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"${usd:0.00##}"),
    };

    /// <summary>What an attempt cost, or by our estimate may have cost.</summary>
    public static string Cost(AttemptEndedRecord attempt) => attempt switch
    {
        { CostUsd: { } usd } => Usd(usd),
        { EstimatedCostUsd: { } usd } => $"~{Usd(usd)}",
        _ => "unknown",
    };

    /// <summary>The text, or its beginning and an ellipsis, in at most so many characters.</summary>
    public static string Shorten(string text, int most) => text.Length <= most ? text : most < 1 ? string.Empty : $"{text[..(most - 1)]}…";

    public static string Seconds(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.0005 => "0 s",
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00} h"),
    };

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? string.Empty : "s")}";

    public static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    /// <summary>How much more, as <c>+12 %</c>, or less.</summary>
    public static string Change(double share) => share.ToString("+0 %;-0 %;0 %", CultureInfo.InvariantCulture);

    public static long Total(Usage usage) => (usage.InputTokens ?? 0) + (usage.OutputTokens ?? 0);

    public static string Tokens(Usage usage) => Total(usage) == 0
        ? "0 tokens"
        : $"{Count(Total(usage))} tokens ({Count(usage.InputTokens ?? 0)} in, {Count(usage.OutputTokens ?? 0)} out)";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Outcome(StepOutcome outcome) => outcome switch
    {
        StepOutcome.New => "done",
        StepOutcome.Cached => "cached",
        StepOutcome.Replayed => "from log",
        StepOutcome.Skipped => "skipped",
        _ => "failed",
    };

    /// <summary>"RateLimited" as "rate limited".</summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select(static (c, i) => char.IsUpper(c) ? $"{(i == 0 ? string.Empty : " ")}{char.ToLowerInvariant(c)}" : $"{c}"));
}
