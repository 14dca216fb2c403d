namespace Orchestration.Evals.Drift;

/// <summary>One day's value of a series.</summary>
/// <param name="Day">The day.</param>
/// <param name="Value">On a scale on which its noise does not depend on it: the mean score, the mean logarithm, the arcsine of the root of a share.</param>
/// <param name="Noise">Its variance if calls were all that varies; 0 = not known.</param>
internal readonly record struct DayValue(DateOnly Day, double Value, double Noise);
