namespace Orchestration.Models;

/// <summary>The base of what this library throws besides argument errors and cancellation.</summary>
/// <param name="message">What, where and how much. Holds no prompt text and no secret.</param>
/// <param name="inner">The cause.</param>
public abstract class OrchestrationException(string message, Exception? inner = null) : Exception(message, inner);
