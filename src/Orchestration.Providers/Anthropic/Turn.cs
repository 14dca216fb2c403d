using Microsoft.Extensions.AI;

namespace Orchestration.Providers.Anthropic;

/// <summary>A content of a request, and the message that it is of.</summary>
internal sealed class Block(AIContent content, int message)
{
    public AIContent Content => content;

    /// <summary>The message's place in the conversation, from 0.</summary>
    public int Message => message;

    /// <summary>Whether the adapter itself marks it as the end of a prefix to cache.</summary>
    public bool IsBreakpoint { get; set; }
}

/// <summary>What one side says before the other does. Messages of a side that follow each other are one turn, so that the results of parallel calls stand together, as the protocol demands.</summary>
internal sealed class Turn(string role)
{
    public string Role => role;

    public bool IsAnswer => role == "assistant";

    public List<Block> Blocks { get; } = [];

    /// <summary>The messages' own fields.</summary>
    public AdditionalPropertiesDictionary? Properties { get; private set; }

    /// <summary>Divides a conversation into turns. Instructions and system messages, wherever they stand, are apart: the protocol has one place for them.</summary>
    public static (List<Block> System, List<Turn> Turns) Divide(IEnumerable<ChatMessage> messages, string? instructions)
    {
        var (system, turns) = (new List<Block>(), new List<Turn>());
        if (!string.IsNullOrEmpty(instructions))
        {
            system.Add(new Block(new TextContent(instructions), -1));
        }

        var index = -1;
        foreach (var message in messages)
        {
            index++;
            var isSystem = message.Role == ChatRole.System || message.Role.Value == "developer";
            var contents = message.Contents.Where(isSystem ? static content => content is TextContent { Text.Length: > 0 } : BlockWriter.CanWrite).ToList();
            if (isSystem)
            {
                system.AddRange(contents.Select(content => new Block(content, index)));
            }
            else if (contents.Count > 0)
            {
                Take(turns, message, contents, index);
            }
        }

        return (system, turns);
    }

    private static void Take(List<Turn> turns, ChatMessage message, List<AIContent> contents, int index)
    {
        var role = message.Role == ChatRole.Assistant ? "assistant" : "user";
        if (turns.Count == 0 || turns[^1].Role != role)
        {
            turns.Add(new Turn(role));
        }

        turns[^1].Blocks.AddRange(contents.Select(content => new Block(content, index)));
        foreach (var (name, value) in message.AdditionalProperties ?? [])
        {
            (turns[^1].Properties ??= [])[name] = value;
        }
    }
}
