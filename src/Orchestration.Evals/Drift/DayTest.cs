namespace Orchestration.Evals.Drift;

/// <summary>Whether days are like those of a reference: a t-test of a new observation, with the variance <em>between</em> days.</summary>
/// <remarks>
/// Quiet days differ by more than the noise of their calls: another mix of requests, load, a provider's bad hour. So a day is the unit of observation here, not a call: what varied between the reference
/// days counts as noise, and never less than the noise of the calls themselves.
/// <para>
/// Whether working days and weekends are told apart is decided by the reference: if it predicts each of its days from the others at least a fifth better (Allen's PRESS). Data without a pattern do
/// not pay for one. To choose among more models than that would find patterns in noise, and then alarm.
/// </para>
/// </remarks>
internal sealed record DayTest(double Expected, double Actual, double Error, double Degrees)
{
    private const double WorthIt = 0.8;
    private const double LeastError = 1e-9;
    private const double MostDegrees = 3;

    public double T => (Actual - Expected) / Error;

    /// <summary>How far from what is expected 95 in 100 such days are at most.</summary>
    public double Reach => StudentT.UpperFortieth(Degrees) * Error;

    /// <summary>Compares the mean of some days with what the reference lets expect; <see langword="null"/> if there are too few days.</summary>
    public static DayTest? Of(IReadOnlyList<DayValue> reference, IReadOnlyList<DayValue> window, Seasonality seasonality)
    {
        Model? best = null;
        foreach (var model in Models(seasonality))
        {
            if (Model.Fit(reference, window, model) is { } fitted && (best is null || fitted.Press < best.Press * WorthIt))
            {
                best = fitted;
            }
        }

        // Too few of each weekday: better all days than none.
        best ??= Model.Fit(reference, window, static _ => 0);
        return best?.Test(reference, window);
    }

    /// <summary>The probability of a difference as large as this one, or larger, if nothing has changed.</summary>
    public double P(Worse worse) => worse switch
    {
        Worse.Lower => StudentT.Above(-T, Degrees),
        Worse.Higher => StudentT.Above(T, Degrees),
        _ => Math.Min(1, 2 * StudentT.Above(Math.Abs(T), Degrees)),
    };

    private static IEnumerable<Func<DateOnly, int>> Models(Seasonality seasonality) => seasonality switch
    {
        Seasonality.None => [static _ => 0],
        Seasonality.Weekday => [static day => (int)day.DayOfWeek],
        _ => [static _ => 0, static day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0],
    };

    /// <summary>The mean of each group of days, and what is left unexplained.</summary>
    private sealed class Model
    {
        private readonly Func<DateOnly, int> _groupOf;
        private readonly double[] _means = new double[7];
        private readonly int[] _sizes = new int[7];
        private double _squares;
        private int _degrees;

        private Model(Func<DateOnly, int> groupOf) => _groupOf = groupOf;

        /// <summary>The mean squared error of predicting a reference day from the others.</summary>
        public double Press { get; private set; }

        public static Model? Fit(IReadOnlyList<DayValue> reference, IReadOnlyList<DayValue> window, Func<DateOnly, int> groupOf)
        {
            var model = new Model(groupOf);
            foreach (var day in reference)
            {
                model._sizes[groupOf(day.Day)]++;
                model._means[groupOf(day.Day)] += day.Value;
            }

            for (var i = 0; i < model._means.Length; i++)
            {
                model._means[i] /= Math.Max(1, model._sizes[i]);
            }

            // A group of one day predicts nothing; days of it are of no use.
            var used = 0;
            foreach (var day in reference)
            {
                var size = model._sizes[groupOf(day.Day)];
                if (size > 1)
                {
                    var error = day.Value - model._means[groupOf(day.Day)];
                    model._squares += error * error;
                    model.Press += Math.Pow(error * size / (size - 1), 2);
                    used++;
                }
            }

            model.Press /= Math.Max(1, used);
            model._degrees = used - model._sizes.Count(static size => size > 1);
            return model._degrees >= 3 && window.All(day => model._sizes[groupOf(day.Day)] > 1) ? model : null;
        }

        public DayTest Test(IReadOnlyList<DayValue> reference, IReadOnlyList<DayValue> window)
        {
            var usual = reference.Average(static day => day.Noise);
            var variance = Math.Max(_squares / _degrees, usual);
            var between = variance - usual;

            // The days' own noise, and that of what they are compared with.
            var square = window.Sum(day => between + day.Noise) / Math.Pow(window.Count, 2);
            foreach (var group in window.GroupBy(day => _groupOf(day.Day)))
            {
                square += Math.Pow((double)group.Count() / window.Count, 2) * variance / _sizes[group.Key];
            }

            var expected = window.Average(day => _means[_groupOf(day.Day)]);
            var actual = window.Average(static day => day.Value);

            // The noise of calls is known, only what is between days was estimated from few: Satterthwaite's degrees of freedom, within bounds as it is itself an estimate.
            var degrees = _degrees * (between > 0 ? Math.Min(MostDegrees, Math.Pow(variance / between, 2)) : MostDegrees);
            return new DayTest(expected, actual, Math.Max(Math.Sqrt(square), LeastError), degrees);
        }
    }
}
