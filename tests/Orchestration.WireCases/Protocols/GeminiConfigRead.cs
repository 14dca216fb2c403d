using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Orchestration.WireCases.Protocols;

/// <summary>A recorded <c>generationConfig</c> as options; what there is no option for stays in an object of its own.</summary>
internal static class GeminiConfigRead
{
    public static void Read(JsonObject config, ChatOptions options, string model)
    {
        options.Temperature = Take<float>(config, "temperature");
        options.TopP = Take<float>(config, "topP");
        options.TopK = (int?)Take<double>(config, "topK");
        options.MaxOutputTokens = (int?)Take<double>(config, "maxOutputTokens");
        options.Seed = (long?)Take<double>(config, "seed");
        options.PresencePenalty = Take<float>(config, "presencePenalty");
        options.FrequencyPenalty = Take<float>(config, "frequencyPenalty");
        if (config["stopSequences"] is JsonArray { Count: > 0 } stops)
        {
            options.StopSequences = [.. stops.Select(static stop => (string)stop!)];
            config.Remove("stopSequences");
        }

        if ((string?)config["responseMimeType"] == "application/json")
        {
            options.ResponseFormat = config["responseJsonSchema"] is { } schema ? ChatResponseFormat.ForJsonSchema(JsonSerializer.SerializeToElement(schema)) : ChatResponseFormat.Json;
            config.Remove("responseMimeType");
            config.Remove("responseJsonSchema");
        }

        if (config["thinkingConfig"] is JsonObject thinking)
        {
            options.Reasoning = Reasoning(thinking, model);
            if (thinking.Count == 0)
            {
                config.Remove("thinkingConfig");
            }
        }

        if (config.Count > 0)
        {
            options.AdditionalProperties!["generationConfig"] = config.DeepClone();
        }
    }

    private static ReasoningOptions? Reasoning(JsonObject thinking, string model)
    {
        var options = new ReasoningOptions();
        if (thinking["includeThoughts"] is JsonValue include)
        {
            options.Output = include.GetValue<bool>() ? ReasoningOutput.Full : ReasoningOutput.None;
            thinking.Remove("includeThoughts");
        }

        // Levels and budgets that stand for an effort; another budget is the caller's own.
        var levels = !model.Contains("gemini-2", StringComparison.Ordinal) && !model.Contains("gemini-1", StringComparison.Ordinal);
        var isPro = model.Contains("-pro", StringComparison.Ordinal);
        options.Effort = ((string?)thinking["thinkingLevel"], thinking["thinkingBudget"]?.GetValue<double>()) switch
        {
            ("minimal", null) when levels && !isPro => ReasoningEffort.None,
            ("low", null) when levels => ReasoningEffort.Low,
            ("medium", null) when levels => ReasoningEffort.Medium,
            ("high", null) when levels => ReasoningEffort.High,
            (null, 0) when !levels && !isPro => ReasoningEffort.None,
            (null, 1024) when !levels => ReasoningEffort.Low,
            (null, 8192) when !levels => ReasoningEffort.Medium,
            (null, 24576) when !levels => ReasoningEffort.High,
            _ => null,
        };
        if (options.Effort is not null)
        {
            thinking.Remove("thinkingLevel");
            thinking.Remove("thinkingBudget");
        }

        return options is { Effort: null, Output: null } ? null : options;
    }

    private static T? Take<T>(JsonObject config, string name)
        where T : struct
    {
        if (config[name] is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
        {
            return null;
        }

        config.Remove(name);
        return JsonSerializer.Deserialize<T>(value.ToJsonString());
    }
}
