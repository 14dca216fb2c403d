using Orchestration.Evals.Drift;
using Orchestration.Models;

namespace Orchestration.Evals.Tests.Drift;

internal static class SomeAlerts
{
    public static DriftAlert Alert(DateOnly day, DateOnly? since = null) => new()
    {
        Day = day,
        Since = since ?? day,
        Finding = new DriftFinding
        {
            Series = new DriftSeries("article"), Metric = "latency", Change = DriftChange.Mean, From = 1000, To = 1300, Count = 2000, ReferenceDays = 22, P = 1e-6, AdjustedP = 1e-4, StabilityIndex = 0.3, Matters = true,
        },
        Also = [new DriftSeries("article", Model: "large")],
        Hints = ["The graph is another."],
        Examples = [new DriftExample(new RunId(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)), 9000)],
        Message = "Latency rose.",
    };
}
