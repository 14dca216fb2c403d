using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Orchestration.Providers.Gemini;

/// <summary>Says how hard a model shall think in the way it understands: levels since Gemini 3, a budget of tokens before.</summary>
/// <remarks>Source: https://ai.google.dev/gemini-api/docs/thinking and https://ai.google.dev/gemini-api/docs/openai (the budgets of its reasoning efforts), 2026.</remarks>
internal static class GeminiThinking
{
    /// <returns><see langword="null"/> if the options ask for nothing.</returns>
    public static JsonObject? Config(ReasoningOptions reasoning, string model)
    {
        var config = new JsonObject();
        if (reasoning.Output is { } output)
        {
            config["includeThoughts"] = output != ReasoningOutput.None;
        }

        if (reasoning.Effort is { } effort)
        {
            if (model.Contains("gemini-2", StringComparison.OrdinalIgnoreCase) || model.Contains("gemini-1", StringComparison.OrdinalIgnoreCase))
            {
                config["thinkingBudget"] = Budget(effort, IsPro(model));
            }
            else
            {
                config["thinkingLevel"] = Level(effort, IsPro(model));
            }
        }

        return config.Count > 0 ? config : null;
    }

    private static bool IsPro(string model) => model.Contains("-pro", StringComparison.OrdinalIgnoreCase);

    // The pro models cannot stop thinking.
    private static int Budget(ReasoningEffort effort, bool isPro) => effort switch
    {
        ReasoningEffort.None => isPro ? 128 : 0,
        ReasoningEffort.Low => 1024,
        ReasoningEffort.Medium => 8192,
        ReasoningEffort.ExtraHigh when isPro => 32768,
        _ => 24576,
    };

    private static string Level(ReasoningEffort effort, bool isPro) => effort switch
    {
        ReasoningEffort.None => isPro ? "low" : "minimal",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        _ => "high",
    };
}
