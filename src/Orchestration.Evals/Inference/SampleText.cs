namespace Orchestration.Evals.Inference;

/// <summary>A text that may hold a sample.</summary>
/// <param name="Source">Which one, in the words of <see cref="SkippedSample"/>.</param>
/// <param name="Text">The text; not looked at when there is a fault.</param>
/// <param name="Fault">Why the text is no sample, whatever it holds; <see langword="null"/> when it may be one.</param>
internal readonly record struct SampleText(string Source, string Text, string? Fault = null);
