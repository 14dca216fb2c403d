namespace Orchestration.WireCases.Tokens;

/// <summary>Relative errors of estimates: (estimate - reported) / reported.</summary>
internal sealed class TokenErrors
{
    private readonly List<double> _errors = [];

    public int Count => _errors.Count;

    /// <summary>The median of the errors' sizes; NaN when there are none.</summary>
    public double Median => Sizes(0.5);

    public double P90 => Sizes(0.9);

    /// <summary>The median of the errors with their signs.</summary>
    public double Bias => Quantile([.. _errors], 0.5);

    public void Add(double estimate, double reported) => _errors.Add((estimate - reported) / reported);

    private double Sizes(double quantile) => Quantile([.. _errors.Select(Math.Abs)], quantile);

    private static double Quantile(double[] values, double quantile)
    {
        Array.Sort(values);
        return values.Length == 0 ? double.NaN : quantile == 0.5 && values.Length % 2 == 0
            ? (values[(values.Length / 2) - 1] + values[values.Length / 2]) / 2
            : values[Math.Min(values.Length - 1, (int)(values.Length * quantile))];
    }
}
