namespace Orchestration.Providers.Local;

/// <summary>The model's token estimate: four UTF-16 code units a token, rounded up. It is an estimate and nothing is billed by it.</summary>
internal static class TokenCount
{
    public const int CharsPerToken = 4;

    public static int Of(int chars) => (chars + CharsPerToken - 1) / CharsPerToken;

    public static int Of(string text) => Of(text.Length);
}
