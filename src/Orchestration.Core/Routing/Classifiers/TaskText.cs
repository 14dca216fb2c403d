using Microsoft.Extensions.AI;

namespace Orchestration.Routing.Classifiers;

/// <summary>Takes the texts of a request, piece by piece.</summary>
internal interface ITextReader
{
    /// <summary>Reads one piece.</summary>
    /// <param name="text">The piece.</param>
    /// <param name="isStanding">Whether it is said to every request (system, instructions), not to this one.</param>
    void Read(ReadOnlySpan<char> text, bool isStanding);
}

/// <summary>The texts that say what a request is about: the standing instructions, and the last message of the user. What was said before only shows that it was.</summary>
internal static class TaskText
{
    public static void ReadInto<T>(ClassifiedRequest request, ref T reader)
        where T : ITextReader, allows ref struct
    {
        if (request.Options?.Instructions is { } instructions)
        {
            reader.Read(instructions, isStanding: true);
        }

        var messages = request.Messages;
        var task = IndexOfTask(messages);
        for (var i = 0; i < messages.Count; i++)
        {
            if (i == task || messages[i].Role == ChatRole.System)
            {
                Read(messages[i], isStanding: i != task, ref reader);
            }
        }
    }

    private static int IndexOfTask(IReadOnlyList<ChatMessage> messages)
    {
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            if (messages[i].Role == ChatRole.User)
            {
                return i;
            }
        }

        return messages.Count - 1;
    }

    private static void Read<T>(ChatMessage message, bool isStanding, ref T reader)
        where T : ITextReader, allows ref struct
    {
        for (var i = 0; i < message.Contents.Count; i++)
        {
            if (message.Contents[i] is TextContent { Text: { Length: > 0 } text })
            {
                reader.Read(text, isStanding);
            }
        }
    }
}
