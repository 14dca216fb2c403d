using System.Collections.Concurrent;
using System.Text.Json;
using Orchestration.Routing.Planning;

namespace Orchestration.Routing;

/// <summary>How good each model's answers are on each step, from 0 to 1, as evals have scored them. Routes with a floor of quality decide by it. Safe for many threads.</summary>
/// <remarks>Steps are named by their path without indices: what is set for <c>sections[3]/draft</c> holds for <c>sections/draft</c>, whichever item it is run for.</remarks>
public sealed class QualityScores
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    private readonly ConcurrentDictionary<(string Graph, string Step, string Model), double> _scores = new();
    private long _version;

    /// <summary>Grows when a score is set.</summary>
    internal long Version => Volatile.Read(ref _version);

    /// <summary>Sets a score; a running application routes by it from its next call on.</summary>
    /// <param name="graph">The graph's name.</param>
    /// <param name="step">The step's path.</param>
    /// <param name="model">The name the model is registered by.</param>
    /// <param name="score">From 0 to 1.</param>
    public void Set(string graph, string step, string model, double score)
    {
        ArgumentException.ThrowIfNullOrEmpty(graph);
        ArgumentException.ThrowIfNullOrEmpty(step);
        ArgumentException.ThrowIfNullOrEmpty(model);
        if (score is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(score), score, "Quality is from 0 to 1.");
        }

        _scores[(graph, StepPath.WithoutIndices(step), model)] = score;
        Interlocked.Increment(ref _version);
    }

    /// <summary>The score of a model on a step; <see langword="null"/> when it has none.</summary>
    public double? Find(string graph, string step, string model) => _scores.TryGetValue((graph, StepPath.WithoutIndices(step), model), out var score) ? score : null;

    /// <summary>Reads what <see cref="Save"/> has written.</summary>
    /// <exception cref="FormatException">The file is not such a file.</exception>
    public static QualityScores Load(string path)
    {
        var scores = new QualityScores();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var graph in document.RootElement.EnumerateObject())
            {
                foreach (var step in graph.Value.EnumerateObject())
                {
                    foreach (var model in step.Value.EnumerateObject())
                    {
                        scores.Set(graph.Name, step.Name, model.Name, model.Value.GetDouble());
                    }
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"'{path}' is no file of quality scores, which reads {{ \"graph\": {{ \"step\": {{ \"model\": 0.9 }} }} }}: {e.Message}", e);
        }

        return scores;
    }

    /// <summary>Writes the scores to a file: the same scores give the same bytes. A file that is there is replaced in one move.</summary>
    public void Save(string path)
    {
        var unfinished = path + ".tmp";
        using (var file = File.Create(unfinished))
        using (var json = new Utf8JsonWriter(file, Indented))
        {
            json.WriteStartObject();
            foreach (var graph in Sorted(_scores, static score => score.Key.Graph))
            {
                json.WriteStartObject(graph.Key);
                foreach (var step in Sorted(graph, static score => score.Key.Step))
                {
                    json.WriteStartObject(step.Key);
                    foreach (var (key, score) in step.OrderBy(static score => score.Key.Model, StringComparer.Ordinal))
                    {
                        json.WriteNumber(key.Model, score);
                    }

                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        File.Move(unfinished, path, overwrite: true);
    }

    private static IEnumerable<IGrouping<string, KeyValuePair<(string Graph, string Step, string Model), double>>> Sorted(
        IEnumerable<KeyValuePair<(string Graph, string Step, string Model), double>> scores, Func<KeyValuePair<(string Graph, string Step, string Model), double>, string> by) =>
        scores.GroupBy(by, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal);
}
