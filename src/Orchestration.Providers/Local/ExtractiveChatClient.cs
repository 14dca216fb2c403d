using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Orchestration.Providers.Local;

/// <summary>
/// A model that needs no key and no network: it selects sentences of the material in the prompt and orders them, or fills a JSON schema from them.
/// It is not a language model; it writes nothing of its own and knows nothing that the prompt does not hold.
/// </summary>
/// <remarks>
/// <para>Material is what stands in <c>&lt;source name="…"&gt;…&lt;/source&gt;</c> (or <c>material</c>, <c>document</c>, <c>text</c>, <c>notes</c>, <c>draft</c>,
/// <c>context</c>) tags; without tags, in a fenced block, below a line such as <c>Sources:</c>, below a line <c>---</c>, or after the first
/// paragraph. The rest is the instruction: its words steer which sentences are chosen, and phrases such as "about 120 words", "3 sentences",
/// "5 bullet points", "an outline", "a title" or "polish" steer the answer's shape.</para>
/// <para>The same request gives the same bytes, on every machine and in every culture. Temperature, seed, tools and images have no effect.</para>
/// <para>Tokens are estimated at four UTF-16 code units each. An instance holds no state and may be used by any number of threads.</para>
/// </remarks>
/// <example>
/// <code>
/// using IChatClient model = new ExtractiveChatClient();
/// ChatResponse answer = await model.GetResponseAsync($"Say in 2 sentences why bees dance.\n&lt;source name=\"bees.md\"&gt;{text}&lt;/source&gt;");
/// </code>
/// </example>
public sealed class ExtractiveChatClient : IChatClient
{
    private readonly ExtractiveOptions options;
    private readonly ChatClientMetadata metadata;

    /// <summary>Creates the model; there is nothing to open or to load.</summary>
    /// <param name="options"><see langword="null"/> means the defaults: "local-extractive", no delay.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="ExtractiveOptions.TokensPerSecond"/> is not a positive, finite number.</exception>
    public ExtractiveChatClient(ExtractiveOptions? options = null)
    {
        this.options = options ?? new ExtractiveOptions();
        if (this.options.TokensPerSecond is { } pace && !(double.IsFinite(pace) && pace > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), pace, "TokensPerSecond must be a positive, finite number; null means no delay.");
        }

        metadata = new ChatClientMetadata("local", providerUri: null, this.options.ModelId);
    }

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync([.. messages], options, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }

        return serviceType == typeof(ChatClientMetadata) ? metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Does nothing: the model holds no resources.</summary>
    public void Dispose()
    {
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        ChatMessage[] messages, ChatOptions? request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var prompt = PromptReader.Read(messages, request?.Instructions);
        var answer = Answer.To(prompt, request);
        string responseId = IdOf(prompt, answer);

        foreach (string piece in WordGroups.Of(answer.Text))
        {
            await PaceAsync(piece, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            yield return Update(responseId, new TextContent(piece));
        }

        var last = Update(responseId, new UsageContent(UsageOf(prompt, answer)));
        last.FinishReason = answer.FinishReason;
        yield return last;
    }

    private ChatResponseUpdate Update(string responseId, AIContent content) =>
        new(ChatRole.Assistant, [content]) { ResponseId = responseId, MessageId = responseId, ModelId = options.ModelId };

    private Task PaceAsync(string piece, CancellationToken cancellationToken) =>
        options.TokensPerSecond is { } pace
            ? Task.Delay(TimeSpan.FromSeconds(TokenCount.Of(piece) / pace), options.TimeProvider, cancellationToken)
            : Task.CompletedTask;

    private static UsageDetails UsageOf(PromptParts prompt, Answer answer)
    {
        int input = TokenCount.Of(prompt.Characters);
        int output = TokenCount.Of(answer.Text);
        return new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
    }

    private static string IdOf(PromptParts prompt, Answer answer)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{prompt.Instruction}\0{answer.Text}"));
        return "local-" + Convert.ToHexStringLower(hash.AsSpan(0, 12));
    }
}
