using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Llama;

namespace Orchestration.WireCases.Protocols;

/// <summary>A recorded request to Ollama as an application would say it.</summary>
internal static partial class OllamaConversation
{
    /// <param name="request">The recorded body.</param>
    /// <param name="server">Gets what an application sets for the server, not for a request.</param>
    public static Conversation Of(JsonElement request, LlamaOptions server)
    {
        var options = new ChatOptions { AdditionalProperties = [] };
        var messages = new List<ChatMessage>();
        foreach (var member in request.EnumerateObject().Where(static member => member.Value.ValueKind != JsonValueKind.Null))
        {
            switch (member.Name)
            {
                case "model": options.ModelId = member.Value.GetString(); break;
                case "messages": messages = OllamaRecordedMessages.Read(member.Value); break;
                case "tools": options.Tools = [.. member.Value.EnumerateArray().Select(Tool)]; break;
                case "format": options.ResponseFormat = Format(member.Value); break;
                case "options": ReadOptions(member.Value, options, server); break;
                case "think" when Reasoning(member.Value, options.ModelId ?? OllamaExpectation.Text(request, "model")) is { } reasoning: options.Reasoning = reasoning; break;
                case "keep_alive" when KeepAlive(member.Value) is { } keepAlive: server.KeepAlive = keepAlive; break;
                case "stream": break;
                default: options.AdditionalProperties[member.Name] = member.Value; break;
            }
        }

        return new Conversation(messages, options);
    }

    /// <summary>How long to keep the model: seconds, or a duration as Go writes it. <see langword="null"/> if a <see cref="TimeSpan"/> of whole seconds cannot say it.</summary>
    public static TimeSpan? KeepAlive(JsonElement value)
    {
        var text = value.ToString();
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return Whole(seconds);
        }

        if (Duration().Match(text) is not { Success: true, Length: > 0 } match)
        {
            return null;
        }

        var sum = Number("h") * 3600 + Number("m") * 60 + Number("s");
        return Whole(match.Groups["sign"].Success ? -sum : sum);

        double Number(string group) => match.Groups[group].Success ? double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
        static TimeSpan? Whole(double seconds) => seconds < 0 ? Timeout.InfiniteTimeSpan : seconds == Math.Floor(seconds) ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Reads the model's options; those that <see cref="ChatOptions"/> has no member for stay under <c>options</c>.</summary>
    private static void ReadOptions(JsonElement recorded, ChatOptions options, LlamaOptions server)
    {
        var rest = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var option in recorded.EnumerateObject().Where(static option => option.Value.ValueKind != JsonValueKind.Null))
        {
            switch (option.Name)
            {
                case "num_predict": options.MaxOutputTokens = option.Value.GetInt32(); break;
                case "num_ctx": server.ContextLength = option.Value.GetInt32(); break;
                case "temperature": options.Temperature = option.Value.GetSingle(); break;
                case "top_p": options.TopP = option.Value.GetSingle(); break;
                case "top_k": options.TopK = option.Value.GetInt32(); break;
                case "seed": options.Seed = option.Value.GetInt64(); break;
                case "frequency_penalty": options.FrequencyPenalty = option.Value.GetSingle(); break;
                case "presence_penalty": options.PresencePenalty = option.Value.GetSingle(); break;
                case "stop": options.StopSequences = option.Value.ValueKind == JsonValueKind.Array ? [.. option.Value.EnumerateArray().Select(static stop => stop.GetString()!)] : [option.Value.GetString()!]; break;
                default: rest[option.Name] = option.Value; break;
            }
        }

        if (rest.Count > 0)
        {
            options.AdditionalProperties!["options"] = rest;
        }
    }

    private static ChatResponseFormatJson? Format(JsonElement format) => format.ValueKind switch
    {
        JsonValueKind.Object => ChatResponseFormat.ForJsonSchema(format),
        JsonValueKind.String when format.GetString() == "json" => ChatResponseFormat.Json,
        _ => null,
    };

    // Degrees are gpt-oss's; for other models an application says them in the server's own words.
    private static ReasoningOptions? Reasoning(JsonElement think, string? model) => think.ToString() switch
    {
        "True" => new ReasoningOptions { Output = ReasoningOutput.Full },
        "False" => new ReasoningOptions { Effort = ReasoningEffort.None },
        var degree when model?.Contains("gpt-oss", StringComparison.OrdinalIgnoreCase) == true && Enum.TryParse<ReasoningEffort>(degree, ignoreCase: true, out var effort) => new ReasoningOptions { Effort = effort },
        _ => null,
    };

    private static AITool Tool(JsonElement tool)
    {
        var isFunction = tool.TryGetProperty("function", out var function) && tool.EnumerateObject().All(static member => member.Name is "type" or "function");
        return isFunction ? new RecordedFunction(function) : new Prompts.ProviderTool(tool);
    }

    [GeneratedRegex(@"^(?<sign>-)?(?:(?<h>[\d.]+)h)?(?:(?<m>[\d.]+)m)?(?:(?<s>[\d.]+)s)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Duration();

    /// <summary>A function as it was declared, with whatever stands beside its schema.</summary>
    private sealed class RecordedFunction(JsonElement function) : AIFunctionDeclaration
    {
        public override string Name => function.GetProperty("name").GetString()!;

        public override string Description => OllamaExpectation.Text(function, "description") ?? string.Empty;

        public override JsonElement JsonSchema => OllamaExpectation.Member(function, "parameters") ?? base.JsonSchema;

        public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; } = function.EnumerateObject()
            .Where(static member => member.Name is not ("name" or "description" or "parameters"))
            .ToDictionary(static member => member.Name, static member => (object?)member.Value, StringComparer.Ordinal);
    }
}
