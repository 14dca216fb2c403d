using Microsoft.Extensions.AI;

namespace Orchestration.Providers.Local;

/// <summary>A whole answer before it is streamed.</summary>
internal sealed record Answer(string Text, ChatFinishReason FinishReason)
{
    /// <summary>What the model says when there is nothing to select from.</summary>
    public const string NoMaterial =
        "I am an extractive model, not a language model: I answer by selecting sentences from the material in the prompt, and this prompt holds none.";

    public static Answer To(PromptParts prompt, ChatOptions? options)
    {
        var material = Material.Of(prompt.Sources);
        int? mostTokens = options?.MaxOutputTokens;
        if (options?.ResponseFormat is ChatResponseFormatJson json)
        {
            return Cut(JsonAnswer.Fill(json.Schema, prompt.Instruction, material, mostTokens), options);
        }

        if (material.Sentences.Count == 0)
        {
            return Cut(NoMaterial, options);
        }

        return Cut(TextAnswer.Write(AnswerShape.Of(prompt.Instruction), prompt.Instruction, material), options);
    }

    /// <summary>Ends a text at the first stop sequence, and then at the limit of tokens, as a remote model does: in mid-sentence if need be.</summary>
    private static Answer Cut(string text, ChatOptions? options)
    {
        int end = text.Length;
        foreach (string stop in options?.StopSequences ?? [])
        {
            int at = stop.Length == 0 ? -1 : text.IndexOf(stop, 0, end, StringComparison.Ordinal);
            end = at >= 0 ? at : end;
        }

        if (options?.MaxOutputTokens is { } most && TokenCount.Of(end) > most)
        {
            end = (int)Math.Min(end, Math.Max(0L, most) * TokenCount.CharsPerToken);
            end -= end > 0 && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
            return new Answer(text[..end], ChatFinishReason.Length);
        }

        return new Answer(text[..end], ChatFinishReason.Stop);
    }
}
