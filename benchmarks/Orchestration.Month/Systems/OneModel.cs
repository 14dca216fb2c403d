using Microsoft.Extensions.AI;
using Orchestration.Month.Workload;
using Orchestration.Month.World;

namespace Orchestration.Month.Systems;

/// <summary>One good model alone: its client, a time limit, and nothing else.</summary>
internal sealed class OneModel(WorldState world, string model) : ISystem
{
    public string Name { get; } = model == ModelSheets.Single ? "one model" : model;

    public async Task AnswerAsync(Request request, Shown shown)
    {
        shown.Attempts = 1;
        shown.Model = model;
        using var late = new CancellationTokenSource(ISystem.Deadline, world.Time);
        try
        {
            await foreach (var update in world.Models[model].GetStreamingResponseAsync(MessagesOf(request.Conversation), cancellationToken: late.Token))
            {
                if (update.Text is { Length: > 0 } piece)
                {
                    shown.Add(piece);
                }
            }

            shown.End(succeeded: true, null);
        }
#pragma warning disable CA1031 // Whatever it was, the user sees an error.
        catch (Exception e)
#pragma warning restore CA1031
        {
            shown.End(succeeded: false, e.GetType().Name);
        }
    }

    private static List<ChatMessage> MessagesOf(Conversation conversation) =>
    [
        new ChatMessage(ChatRole.System, conversation.Instructions),
        .. conversation.Turns.Select(static turn => new ChatMessage(turn.IsUser ? ChatRole.User : ChatRole.Assistant, turn.Text)),
    ];
}
