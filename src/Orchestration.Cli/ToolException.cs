namespace Orchestration.Cli;

/// <summary>The command was understood and failed. The message says what to do next.</summary>
internal sealed class ToolException(string message, Exception? inner = null) : Exception(message, inner);
