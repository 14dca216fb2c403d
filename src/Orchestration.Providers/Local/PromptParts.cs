namespace Orchestration.Providers.Local;

/// <summary>A prompt, taken apart: what is asked, and what it is to be answered from.</summary>
/// <param name="Instruction">What the system and the user say outside the material, system first; the last user message last.</param>
/// <param name="Sources">The material, in the order of the prompt; empty when the prompt holds none.</param>
/// <param name="Characters">UTF-16 code units of the whole prompt, by which its tokens are estimated.</param>
internal sealed record PromptParts(string Instruction, IReadOnlyList<SourceText> Sources, int Characters);

/// <summary>A piece of material.</summary>
/// <param name="Name">As the tag gives it; <see langword="null"/> when it gives none.</param>
/// <param name="Text">As it stands in the prompt.</param>
internal readonly record struct SourceText(string? Name, string Text);
