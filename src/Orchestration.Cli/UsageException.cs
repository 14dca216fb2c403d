namespace Orchestration.Cli;

/// <summary>The command cannot be followed as it was given. The message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
