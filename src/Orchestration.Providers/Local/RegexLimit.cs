namespace Orchestration.Providers.Local;

/// <summary>Material comes from strangers, so no pattern may run on it without an end.</summary>
internal static class RegexLimit
{
    /// <summary>Hundreds of times what the patterns need for a megabyte; passing it throws <see cref="System.Text.RegularExpressions.RegexMatchTimeoutException"/>.</summary>
    public const int Milliseconds = 5000;
}
