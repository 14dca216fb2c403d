using System.Globalization;

namespace Orchestration.Providers.Gemini;

/// <summary>Names that what is read and what is sent back agree on.</summary>
internal static class GeminiNames
{
    /// <summary>The member of a part by which the model knows its own thoughts again.</summary>
    public const string Signature = "thoughtSignature";

    private const string MadeUp = "no-id/";

    /// <summary>An id for a call that the model gave none: the same whenever the answer is read, another for each call.</summary>
    public static string MakeUpId(string? response, int number) => string.Create(CultureInfo.InvariantCulture, $"{MadeUp}{response}/{number}");

    /// <summary>Whether the model never saw this id.</summary>
    public static bool IsMadeUp(string id) => id.StartsWith(MadeUp, StringComparison.Ordinal);
}
