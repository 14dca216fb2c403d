namespace Extraction;

/// <summary>Something that the person at the terminal can put right; the message is a sentence that says what, where and how.</summary>
internal sealed class UsageException(string message) : Exception(message);
