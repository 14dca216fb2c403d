using System.Text.Json.Serialization;
using Orchestration.Models;

namespace Orchestration.Evals.Drift;

/// <summary>A run that shows something.</summary>
/// <param name="Run">The run; <c>orchestration audit show</c> draws it.</param>
/// <param name="Value">The score, or milliseconds, tokens or US dollars; 1 where the run is only counted.</param>
[JsonConverter(typeof(DriftExampleConverter))]
public sealed record DriftExample(RunId Run, double Value);

/// <summary>What was counted of one day and one graph, step, model and tenant; or of several of them together.</summary>
internal sealed class DriftCell(DriftSeries series)
{
    /// <summary>How many examples a metric keeps.</summary>
    public const int MostExamples = 5;

    // A model's own names for itself, versions of a graph: a day has few, and a client that makes up names must not fill the memory.
    private const int MostMarks = 32;

    public DriftSeries Series { get; } = series;

    // Read back, dictionaries would compare by culture.
    public SortedDictionary<string, long> Counts { get; init => field = new(value, StringComparer.Ordinal); } = new(StringComparer.Ordinal);

    public SortedDictionary<string, DriftHistogram> Values { get; init => field = new(value, StringComparer.Ordinal); } = new(StringComparer.Ordinal);

    public SortedDictionary<string, SortedDictionary<string, long>> Marks { get; init => field = Ordinal(value); } = new(StringComparer.Ordinal);

    public SortedDictionary<string, List<DriftExample>> Examples { get; init => field = new(value, StringComparer.Ordinal); } = new(StringComparer.Ordinal);

    public long this[string count] => Counts.GetValueOrDefault(count);

    public void Count(string name, long by = 1)
    {
        if (by != 0)
        {
            Counts[name] = this[name] + by;
        }
    }

    public void Add(string histogram, double value)
    {
        if (!Values.TryGetValue(histogram, out var values))
        {
            Values.Add(histogram, values = new DriftHistogram(ScaleOf(histogram)));
        }

        values.Add(value);
    }

    public void Mark(string kind, string? name, long by = 1)
    {
        if (name is null)
        {
            return;
        }

        if (!Marks.TryGetValue(kind, out var marks))
        {
            Marks.Add(kind, marks = new(StringComparer.Ordinal));
        }

        if (marks.Count < MostMarks || marks.ContainsKey(name))
        {
            marks[name] = marks.GetValueOrDefault(name) + by;
        }
    }

    /// <summary>Keeps the run if it is among the worst: those with the greatest values, and for scores the least. Of equals, those with the least ids.</summary>
    public void Show(string metric, RunId run, double value)
    {
        if (!Examples.TryGetValue(metric, out var examples))
        {
            Examples.Add(metric, examples = new(MostExamples + 1));
        }

        // A run with many items shows itself once, at its worst.
        var same = examples.FindIndex(example => example.Run == run);
        var shown = new DriftExample(run, value);
        var sign = metric.StartsWith(DriftMetric.ScorePrefix, StringComparison.Ordinal) ? 1 : -1;
        if (same >= 0)
        {
            if (sign * value.CompareTo(examples[same].Value) >= 0)
            {
                return;
            }

            examples.RemoveAt(same);
        }

        var at = examples.FindIndex(example => sign * value.CompareTo(example.Value) is var order && (order < 0 || (order == 0 && run.Value.CompareTo(example.Run.Value) < 0)));
        examples.Insert(at < 0 ? examples.Count : at, shown);
        if (examples.Count > MostExamples)
        {
            examples.RemoveAt(MostExamples);
        }
    }

    public void Merge(DriftCell other)
    {
        MergeFigures(other);
        foreach (var (kind, marks) in other.Marks)
        {
            foreach (var (name, count) in marks)
            {
                Mark(kind, name, count);
            }
        }

        foreach (var (metric, examples) in other.Examples)
        {
            foreach (var example in examples)
            {
                Show(metric, example.Run, example.Value);
            }
        }
    }

    /// <summary>As <see cref="Merge"/>, without what only an alert tells.</summary>
    public void MergeFigures(DriftCell other)
    {
        foreach (var (name, count) in other.Counts)
        {
            Count(name, count);
        }

        foreach (var (name, values) in other.Values)
        {
            if (!Values.TryGetValue(name, out var mine))
            {
                Values.Add(name, mine = new DriftHistogram(values.Scale));
            }

            mine.Merge(values);
        }
    }

    private static SortedDictionary<string, SortedDictionary<string, long>> Ordinal(SortedDictionary<string, SortedDictionary<string, long>> marks)
    {
        var ordinal = new SortedDictionary<string, SortedDictionary<string, long>>(StringComparer.Ordinal);
        foreach (var (kind, names) in marks)
        {
            ordinal.Add(kind, new(names, StringComparer.Ordinal));
        }

        return ordinal;
    }

    private static HistogramScale ScaleOf(string histogram) =>
        histogram.StartsWith(DriftMetric.ScorePrefix, StringComparison.Ordinal) ? HistogramScale.Linear : HistogramScale.Log;
}
