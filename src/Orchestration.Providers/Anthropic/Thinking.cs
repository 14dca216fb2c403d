using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Anthropic;

/// <summary>How a model is to think. Models from 4.6 on decide how much by an effort; older ones, and those of other makers behind the same protocol, are given a budget of tokens.</summary>
internal sealed partial record Thinking
{
    private const int LeastBudget = 1024;

    /// <summary><c>adaptive</c>, <c>enabled</c> or <c>disabled</c>; <see langword="null"/> when nothing is asked for.</summary>
    private string? Kind { get; init; }

    private string? Display { get; init; }

    /// <summary>Tokens; <see langword="null"/> for models that have no budget.</summary>
    private int? Budget { get; init; }

    /// <summary>The effort for <c>output_config</c>.</summary>
    public string? Effort { get; private init; }

    /// <summary>The most tokens of the answer, thoughts included.</summary>
    public int MaxTokens { get; private init; }

    public static Thinking For(string model, ChatOptions? options, int defaultMaxTokens)
    {
        var most = options?.MaxOutputTokens;
        var none = new Thinking { MaxTokens = most ?? defaultMaxTokens };
        if (options?.Reasoning is not { } asked || (asked.Effort is null && asked.Output is null))
        {
            return none;
        }

        var display = asked.Output switch { null => null, ReasoningOutput.None => "omitted", _ => "summarized" };
        if (asked.Effort == ReasoningEffort.None)
        {
            return none with { Kind = "disabled" };
        }

        if (IsAdaptive(model))
        {
            return none with { Kind = "adaptive", Display = display, Effort = Name(asked.Effort) };
        }

        // A budget within a limit of the caller's leaves half of it to the answer.
        var budget = most is { } limit ? Math.Min(Tokens(asked.Effort), limit / 2) : Tokens(asked.Effort);
        return budget < LeastBudget || asked.Effort is null
            ? none
            : none with { Kind = "enabled", Display = display, Budget = budget, MaxTokens = most ?? defaultMaxTokens + budget };
    }

    public void Write(RequestBody body)
    {
        if (Kind is null || body.IsGiven("thinking"))
        {
            return;
        }

        var json = body.Json;
        json.WriteStartObject("thinking");
        json.WriteString("type", Kind);
        if (Budget is { } budget)
        {
            json.WriteNumber("budget_tokens", budget);
        }

        if (Display is not null)
        {
            json.WriteString("display", Display);
        }

        json.WriteEndObject();
    }

    private static string? Name(ReasoningEffort? effort) => effort switch
    {
        null => null,
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        _ => "xhigh",
    };

    private static int Tokens(ReasoningEffort? effort) => effort switch
    {
        ReasoningEffort.Low => 2048,
        ReasoningEffort.Medium => 8192,
        ReasoningEffort.High => 16384,
        _ => 32768,
    };

    private static bool IsAdaptive(string model)
    {
        if (!model.Contains("claude", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (Version().Match(model) is not { Success: true } match)
        {
            return true;
        }

        var major = int.Parse(match.Groups["major"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var minor = match.Groups["minor"] is { Success: true } group ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        return (major, minor) is ( > 4, _) or (4, >= 6);
    }

    // claude-3-7-sonnet-20250219, claude-sonnet-4-20250514, claude-opus-4-1, claude-sonnet-5; a date is no minor version.
    [GeneratedRegex(@"claude-(?:[a-z]+-)?(?<major>\d{1,2})(?:[-.](?<minor>\d{1,2}))?(?!\d)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
