using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Policies;

namespace Orchestration.Streaming;

/// <summary>Asks a model to go on where another broke off.</summary>
internal static class ContinuationPrompt
{
    private const string Ending = "{ending}";

    // A line or so: enough to be found again, too little to cost anything.
    private const int EndingLength = 120;

    // Room to end a sentence in, when the answer was almost as long as it may be.
    private const int LeastOutputTokens = 64;

    /// <summary>The original request, the answer so far, and a message of the user's; without that message where the model goes on by itself.</summary>
    public static List<ChatMessage> Messages(IReadOnlyList<ChatMessage> asked, string kept, Splice policy, bool acceptsPrefill)
    {
        var messages = new List<ChatMessage>(asked.Count + 2);
        messages.AddRange(asked);

        // Trailing white space at the end of a prefill is an error with Anthropic, and leads other models astray.
        messages.Add(new ChatMessage(ChatRole.Assistant, kept.TrimEnd()));
        if (!acceptsPrefill)
        {
            messages.Add(new ChatMessage(ChatRole.User, policy.Template.Replace(Ending, LastWords(kept), StringComparison.Ordinal)));
        }

        return messages;
    }

    /// <summary>The original options, with the room that the answer so far leaves.</summary>
    public static ChatOptions Options(ChatOptions asked, string kept)
    {
        var options = asked.Clone();
        if (options.MaxOutputTokens is { } most)
        {
            options.MaxOutputTokens = (int)Math.Min(most, Math.Max(LeastOutputTokens, most - TokenEstimate.OfText(kept) + TokenEstimate.OfText(LastWords(kept))));
        }

        return options;
    }

    private static string LastWords(string kept)
    {
        var text = kept.AsSpan().TrimEnd();
        if (text.Length <= EndingLength)
        {
            return text.ToString();
        }

        var start = text.Length - EndingLength;
        while (start < text.Length - (EndingLength / 2) && !Words.MeetAt(text[start - 1], text[start]))
        {
            start++;
        }

        start += char.IsLowSurrogate(text[start]) ? 1 : 0;
        return text[start..].TrimStart().ToString();
    }
}
