using System.Collections.Immutable;
using Orchestration.Models;

namespace Orchestration.Prompts;

/// <summary>Who speaks in a <see cref="PromptMessage"/>.</summary>
public enum PromptRole
{
    /// <summary>The application's standing instructions.</summary>
    System,

    /// <summary>The one who asks.</summary>
    User,

    /// <summary>The model, in an earlier turn.</summary>
    Assistant,

    /// <summary>A tool, with the result of a call.</summary>
    Tool,
}

/// <summary>One message of a prompt.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Parts">What is said, in order.</param>
public sealed record PromptMessage(PromptRole Role, ImmutableArray<PromptPart> Parts);

/// <summary>A piece of a message. A closed family.</summary>
public abstract record PromptPart
{
    private protected PromptPart() { }
}

/// <summary>Text. The model gets it exactly as written.</summary>
public sealed record TextPart(string Text) : PromptPart;

/// <summary>An image by its bytes.</summary>
/// <param name="Bytes">The encoded image. The caller must not change it afterwards.</param>
/// <param name="MediaType">Such as <c>image/png</c>.</param>
public sealed record ImagePart(ReadOnlyMemory<byte> Bytes, string MediaType) : PromptPart;

/// <summary>An image by its address, which the provider fetches.</summary>
/// <param name="Uri">An absolute http or https address.</param>
/// <param name="MediaType">Such as <c>image/png</c>.</param>
public sealed record ImageLinkPart(Uri Uri, string MediaType) : PromptPart;

/// <summary>A tool call that the model asked for in an earlier turn.</summary>
public sealed record ToolCallPart(ToolCall Call) : PromptPart;

/// <summary>The result of a tool call.</summary>
/// <param name="CallId">The <see cref="ToolCall.Id"/> that it answers.</param>
/// <param name="Result">What the tool gave, as text or JSON text.</param>
public sealed record ToolResultPart(string CallId, string Result) : PromptPart;
