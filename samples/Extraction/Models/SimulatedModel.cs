using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Extraction.Warnings;
using Microsoft.Extensions.AI;

namespace Extraction.Models;

/// <summary>A model that reads warnings by their form and then slips. Shown its answer and what is wrong with it, it mostly does better.</summary>
/// <param name="slip">What it makes of a right answer.</param>
/// <param name="pace">Between two pieces of an answer.</param>
/// <param name="time">The clock.</param>
internal sealed class SimulatedModel(Slip slip, TimeSpan pace, TimeProvider time) : IChatClient
{
    private const int CharactersAPiece = 12, CharactersAToken = 4;

    private const string Begin = "<document ", End = "\n</document>";

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatMessage[] asked = [.. messages];
        var answer = Answer(asked);
        for (var i = 0; i < answer.Text.Length; i += CharactersAPiece)
        {
            await Task.Delay(pace, time, cancellationToken);
            yield return new ChatResponseUpdate(ChatRole.Assistant, answer.Text[i..Math.Min(i + CharactersAPiece, answer.Text.Length)]);
        }

        var (input, output) = (asked.Sum(static message => message.Text.Length) / CharactersAToken, answer.Text.Length / CharactersAToken);
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new() { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output })])
        {
            FinishReason = answer.IsCutOff ? ChatFinishReason.Length : ChatFinishReason.Stop,
        };
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private Answer Answer(ChatMessage[] asked)
    {
        var prompt = asked.First(static message => message.Role == ChatRole.User).Text;
        var start = prompt.IndexOf('\n', prompt.IndexOf(Begin, StringComparison.Ordinal)) + 1;
        var document = prompt[start..prompt.LastIndexOf(End, StringComparison.Ordinal)];
        var warning = JsonSerializer.SerializeToNode(Bulletin.Read(document), WarningJson.Default.Warning)!.AsObject();
        return slip(warning, new Occasion(document, IsRepair: asked.Any(static message => message.Role == ChatRole.Assistant)));
    }
}

/// <summary>What a simulated model says.</summary>
internal sealed record Answer(string Text, bool IsCutOff = false)
{
    public static Answer Of(JsonObject warning) => new(warning.ToJsonString(WarningJson.Default.Options));
}

/// <summary>When it says it.</summary>
/// <param name="Document">On which text.</param>
/// <param name="IsRepair">Whether it has been shown what was wrong with its answer before.</param>
internal sealed record Occasion(string Document, bool IsRepair)
{
    /// <summary>From 0 to 3, by the text alone (FNV-1a): the same mistakes with the same documents, run after run.</summary>
    public int Kind { get; } = (int)(Document.Aggregate(2166136261u, static (hash, c) => unchecked((hash ^ c) * 16777619u)) >> 16) & 3;
}

/// <summary>Makes an answer of a right one.</summary>
internal delegate Answer Slip(JsonObject warning, Occasion occasion);
