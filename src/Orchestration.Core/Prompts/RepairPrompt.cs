using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.AI;
using Orchestration.Schemas;

namespace Orchestration.Prompts;

/// <summary>Asks a model to mend its answer.</summary>
internal static class RepairPrompt
{
    private const string Errors = "{errors}";

    // As many as a model will attend to; those after them show when these are gone.
    private const int MostErrors = 20;

    /// <summary>The request, the answer, and a message of the user's with what is wrong.</summary>
    /// <param name="asked">The request as it was sent before.</param>
    /// <param name="answer">The answer as far as it came; not empty.</param>
    /// <param name="errors">What is wrong with it.</param>
    /// <param name="wasStopped">Whether the answer was stopped at the first error.</param>
    /// <param name="template">The message, with a place for the errors.</param>
    public static List<ChatMessage> Messages(IReadOnlyList<ChatMessage> asked, string answer, ImmutableArray<SchemaError> errors, bool wasStopped, string template)
    {
        var list = new StringBuilder();
        foreach (var error in errors.AsSpan()[..Math.Min(errors.Length, MostErrors)])
        {
            list.Append("- ").Append(error).Append('\n');
        }

        if (errors.Length > MostErrors)
        {
            list.Append("- and more\n");
        }

        if (wasStopped)
        {
            list.Append("(The answer was stopped there; the rest of it is not known.)\n");
        }

        return [.. asked, new ChatMessage(ChatRole.Assistant, answer), new ChatMessage(ChatRole.User, template.Replace(Errors, list.ToString().TrimEnd(), StringComparison.Ordinal))];
    }
}
