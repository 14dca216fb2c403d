using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Orchestration.Providers.Llama;

/// <summary>Ids for tool calls, which Ollama names only in newer versions and applications need. The adapter's own are never sent.</summary>
internal static class OllamaCallIds
{
    private const string Prefix = "ollama_call_";

    /// <summary>An id that is the same whenever the same answer is read, and differs between calls and answers.</summary>
    /// <param name="answer">What tells this answer from others: its time.</param>
    /// <param name="index">The call's place in it, from 0.</param>
    /// <param name="name">The function.</param>
    /// <param name="arguments">Its arguments, as JSON.</param>
    public static string Make(string? answer, int index, string name, string arguments)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{answer}\n{index}\n{name}\n{arguments}"), hash);
        return $"{Prefix}{BinaryPrimitives.ReadUInt64BigEndian(hash):x16}";
    }

    public static bool IsMade(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);
}
