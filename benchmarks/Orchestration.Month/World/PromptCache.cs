using Microsoft.Extensions.AI;

namespace Orchestration.Month.World;

/// <summary>A provider's prompt cache for one model: the beginnings of conversations, each until 5 minutes after its last use.</summary>
internal sealed class PromptCache(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Dictionary<ulong, DateTimeOffset> _until = [];
    private int _uses;

    /// <summary>The tokens at the prompt's beginning that are there; afterwards the whole prompt is.</summary>
    /// <param name="messages">The prompt. It can be found again up to the end of each message.</param>
    /// <param name="tokensOf">Tokens of so many characters.</param>
    /// <param name="least">The least tokens that are cached.</param>
    public long Use(IReadOnlyList<ChatMessage> messages, Func<long, long> tokensOf, int least)
    {
        var now = time.GetUtcNow();
        var hash = 0xCBF29CE484222325UL;
        long characters = 0, found = 0;
        foreach (var message in messages)
        {
            var text = message.Text;
            foreach (var unit in text)
            {
                hash = (hash ^ unit) * 0x100000001B3;
            }

            hash = (hash ^ (ulong)message.Role.Value.Length) * 0x100000001B3;
            characters += text.Length;
            if (tokensOf(characters) is var tokens && tokens >= least)
            {
                found = _until.TryGetValue(hash, out var until) && until > now ? tokens : found;
                _until[hash] = now + Lifetime;
            }
        }

        if (++_uses % 1_000 == 0)
        {
            foreach (var (old, until) in _until)
            {
                if (until <= now)
                {
                    _until.Remove(old);
                }
            }
        }

        return found;
    }
}
