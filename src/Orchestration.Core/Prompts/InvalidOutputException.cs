namespace Orchestration.Prompts;

/// <summary>Thrown and caught inside the call: an answer that is not what the prompt asked for. The runtime makes an <c>InvalidOutput</c> failure of it.</summary>
internal sealed class InvalidOutputException(string message, Exception? inner = null) : Exception(message, inner);
