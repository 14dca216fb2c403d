using System.Text;

namespace Orchestration.Schemas.Evaluation.Errors;

/// <summary>Writes JSON Pointers (RFC 6901).</summary>
internal static class Pointers
{
    public static void Append(StringBuilder path, string step) =>
        path.Append('/').Append(step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
}
