using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Core.Tests.Testing;

internal static class Reading
{
    /// <summary>Reads an answer as a strict policy does.</summary>
    public static object? Read(this Prompt prompt, Completion completion) => prompt.Read(completion, StructuredOutput.Strict.Rules, out _);
}
