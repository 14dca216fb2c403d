using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.WireCases.Protocols;

/// <summary>Says what a recorded request wants of the answer's form and of thinking.</summary>
internal static class AnthropicOutput
{
    /// <returns>The fields that the options say now; the caller's own are the rest.</returns>
    public static HashSet<string> Say(ChatOptions options, JsonElement body)
    {
        var (config, thinking) = (AnthropicConversation.Member(body, "output_config"), AnthropicConversation.Member(body, "thinking"));
        var effort = config is { } asked ? AnthropicConversation.Text(asked, "effort") : null;
        var format = config is { } wanted ? AnthropicConversation.Member(wanted, "format") : AnthropicConversation.Member(body, "output_format");
        var said = new HashSet<string>();
        var isReasoningSaid = Reasoning(thinking, effort) is { } reasoning && (options.Reasoning = reasoning) is not null;
        if (isReasoningSaid)
        {
            said.Add("thinking");
        }

        if (format is { } schema && AnthropicConversation.Text(schema, "type") == "json_schema")
        {
            options.ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.GetProperty("schema"));
            said.Add("output_format");
        }

        if (config is { } rest && rest.EnumerateObject().All(member => member.Name == "format" ? options.ResponseFormat is not null : member.Name == "effort" && isReasoningSaid))
        {
            said.Add("output_config");
        }

        return said;
    }

    /// <summary>Budgets of tokens, efforts without thinking, and thinking without a word on how, have no word of their own.</summary>
    private static ReasoningOptions? Reasoning(JsonElement? thinking, string? effort)
    {
        if (thinking is not { } asked)
        {
            return null;
        }

        ReasoningEffort? level = effort switch
        {
            "low" => ReasoningEffort.Low,
            "medium" => ReasoningEffort.Medium,
            "high" => ReasoningEffort.High,
            "xhigh" => ReasoningEffort.ExtraHigh,
            _ => null,
        };
        ReasoningOutput? output = AnthropicConversation.Text(asked, "display") switch { "omitted" => ReasoningOutput.None, "summarized" => ReasoningOutput.Summary, _ => null };
        return AnthropicConversation.Text(asked, "type") switch
        {
            "disabled" when effort is null => new ReasoningOptions { Effort = ReasoningEffort.None },
            "adaptive" when (level is not null || output is not null) && (effort is null) == (level is null) => new ReasoningOptions { Effort = level, Output = output },
            _ => null,
        };
    }
}
