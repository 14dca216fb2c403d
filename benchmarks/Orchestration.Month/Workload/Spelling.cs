using System.Text;
using Orchestration.Month.Clock;

namespace Orchestration.Month.Workload;

/// <summary>The ways in which people and clients write the same text.</summary>
internal static class Spelling
{
    /// <summary>The text as it arrives: mostly as it is; else in another spelling that looks the same, or in other words that mean the same.</summary>
    public static string Vary(string text, ref Draw draw) => draw.Unit() switch
    {
        < 0.70 => text,
        < 0.76 => text.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n",
        < 0.82 => text.Normalize(NormalizationForm.FormD),
        < 0.88 => text + "  ",
        < 0.91 => text.Replace(' ', '\u00A0'),

        // These three look different, and no exact cache may take them for the same.
        < 0.94 => "Please: " + text,
        < 0.97 => text.ToUpperInvariant(),
        _ => text.TrimEnd('.', '?') + "??",
    };
}
