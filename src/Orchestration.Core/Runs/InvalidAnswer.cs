using Orchestration.Prompts;

namespace Orchestration.Runs;

/// <summary>An answer in JSON that is not valid, and that its model is to repair.</summary>
/// <param name="Attempt">The attempt that gave it.</param>
/// <param name="Model">Who gave it.</param>
/// <param name="Text">The answer as far as it came.</param>
/// <param name="Fault">What is wrong with it.</param>
internal sealed record InvalidAnswer(int Attempt, string Model, string Text, InvalidOutputException Fault);
