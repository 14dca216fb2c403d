using System.Globalization;
using System.Text;
using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>The place a reader has come to, by the containers that are still open.</summary>
internal static class OpenPath
{
    /// <param name="view">What was read.</param>
    /// <param name="open">The container whose latest child is meant; -1 for the root.</param>
    public static string Of(JsonView view, int open)
    {
        var steps = new List<string>();
        for (; open >= 0; open = view.Tokens[open].Next)
        {
            ref readonly var container = ref view.Tokens[open];
            steps.Add(container.Kind == JsonKinds.Array ? (container.Count - 1).ToString(CultureInfo.InvariantCulture) : view.Text(container.Length));
        }

        var path = new StringBuilder();
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            path.Append('/').Append(JsonPointer.Escape(steps[i]));
        }

        return path.ToString();
    }
}
