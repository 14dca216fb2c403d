namespace Orchestration.Cli.Display;

/// <summary>Text of models and users for a terminal: what would steer it is drawn instead.</summary>
internal static class Visible
{
    private const int FirstPicture = 0x2400;

    /// <summary>Control characters but tabs and line ends as their pictures, such as <c>␛</c>.</summary>
    public static string Of(string text) => text.Any(IsSteering) ? string.Create(text.Length, text, static (span, text) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = !IsSteering(text[i]) ? text[i] : text[i] < ' ' ? (char)(FirstPicture + text[i]) : '\u2421';
        }
    }) : text;

    // A lone carriage return would overwrite the line.
    private static bool IsSteering(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
