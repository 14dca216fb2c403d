using System.Runtime.CompilerServices;

namespace Orchestration.Models;

/// <summary>The price of one kind of token: an integer of nano-USD per million, so that the product with a count is exact.</summary>
internal static class Rate
{
    /// <summary>No token costs a dollar; the bound keeps every product of rate and count within 128 bits.</summary>
    private const decimal Highest = 1_000_000m;

    public static decimal Checked(decimal usdPerMillion, [CallerMemberName] string rate = "")
    {
        if (usdPerMillion is < 0 or > Highest)
        {
            throw new ArgumentOutOfRangeException(rate, usdPerMillion, "A price per million tokens lies between 0 and 1,000,000 US dollars.");
        }

        return decimal.Round(usdPerMillion, 9) == usdPerMillion
            ? usdPerMillion
            : throw new ArgumentOutOfRangeException(rate, usdPerMillion, "A price per million tokens has at most nine decimals.");
    }

    public static decimal? Checked(decimal? usdPerMillion, [CallerMemberName] string rate = "") =>
        usdPerMillion is { } listed ? Checked(listed, rate) : null;

    public static Int128 NanoUsdPerMillion(decimal usdPerMillion) => decimal.ToInt64(usdPerMillion * NanoUsd.PerUsd);
}
