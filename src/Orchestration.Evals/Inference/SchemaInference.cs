using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using NJsonSchema.Generation;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Schemas;

namespace Orchestration.Evals.Inference;

/// <summary>Makes a schema from samples, for a step that is to move from free text to structured output.</summary>
/// <remarks>A property is required when every sample has it, and nullable when one has null. What the samples cannot show, as lengths and ranges, is left to the reader.</remarks>
public static class SchemaInference
{
    /// <summary>From JSON, each sample perhaps in a code fence or among talk.</summary>
    /// <param name="jsonDocuments">The samples.</param>
    /// <param name="options"><see langword="null"/> = the defaults.</param>
    /// <exception cref="InvalidOperationException">No sample holds JSON, or one is not valid against the result: the message says which.</exception>
    public static InferredSchema FromSamples(IEnumerable<string> jsonDocuments, SchemaInferenceOptions? options = null) =>
        Infer(jsonDocuments.Select(static (text, i) => ($"sample {(i + 1).ToString(CultureInfo.InvariantCulture)}", text)), options);

    /// <summary>From files, one sample each.</summary>
    /// <param name="paths">Files; of a folder, its files that end in <c>.json</c>, by name.</param>
    /// <param name="options"><see langword="null"/> = the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <inheritdoc cref="FromSamples" path="/exception"/>
    public static async Task<InferredSchema> FromFilesAsync(IEnumerable<string> paths, SchemaInferenceOptions? options = null, CancellationToken cancellationToken = default)
    {
        var samples = new List<(string, string)>();
        foreach (var path in paths.SelectMany(static IEnumerable<string> (path) => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal) : [path]))
        {
            samples.Add((path, await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false)));
        }

        return Infer(samples, options);
    }

    /// <summary>From what a step was answered: the texts of its attempts that did not fail, in all runs of the graph that the log holds.</summary>
    /// <param name="log">The log.</param>
    /// <param name="graph">The graph's name.</param>
    /// <param name="step">The step's path.</param>
    /// <param name="options"><see langword="null"/> = the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <inheritdoc cref="FromSamples" path="/exception"/>
    public static async Task<InferredSchema> FromAuditAsync(IAuditLog log, string graph, string step, SchemaInferenceOptions? options = null, CancellationToken cancellationToken = default)
    {
        var runs = new HashSet<RunId>();
        await foreach (var record in log.ReadAsync(new AuditQuery { Kind = AuditKind.RunStarted }, cancellationToken).ConfigureAwait(false))
        {
            if (record.Run is { } run && ((RunStartedRecord)record.Body).Graph == graph)
            {
                runs.Add(run);
            }
        }

        var samples = new List<(string, string)>();
        await foreach (var record in log.ReadAsync(new AuditQuery { Kind = AuditKind.AttemptEnded, Step = step }, cancellationToken).ConfigureAwait(false))
        {
            if (record.Run is { } run && runs.Contains(run) && record.Body is AttemptEndedRecord { Failure: null, Completion.Text: { } text })
            {
                samples.Add(($"run {run}, attempt {record.Attempt?.ToString(CultureInfo.InvariantCulture)}", text));
            }
        }

        return Infer(samples, options);
    }

    private static InferredSchema Infer(IEnumerable<(string Source, string Text)> texts, SchemaInferenceOptions? options)
    {
        var samples = new List<(string Source, JsonElement Value)>();
        var skipped = ImmutableArray.CreateBuilder<SkippedSample>();
        var shape = new Shape();
        foreach (var (source, text) in texts)
        {
            if (JsonFinder.Find(text) is { } value)
            {
                samples.Add((source, value));
                shape.Add(value);
            }
            else
            {
                skipped.Add(new SkippedSample(source, string.IsNullOrWhiteSpace(text) ? "It is empty." : "It holds no JSON."));
            }
        }

        if (samples.Count == 0)
        {
            throw new InvalidOperationException($"A schema needs samples, and of {skipped.Count.ToString(CultureInfo.InvariantCulture)} none holds JSON.");
        }

        var all = $"[{string.Join(',', samples.Select(static sample => sample.Value.GetRawText()))}]";
        var sampled = new SampleJsonSchemaGenerator().Generate(all);
        var document = new ShapeWriter(options ?? SchemaInferenceOptions.Default).Write(shape, sampled.Item?.ActualSchema);
        document.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        var schema = JsonSchema.Parse(document.ToJsonString(), new JsonSchemaOptions { AssertFormats = true });
        foreach (var (source, value) in samples)
        {
            if (schema.Validate(JsonMarshal.GetRawUtf8Value(value), maxErrors: 1) is [var error, ..])
            {
                throw new InvalidOperationException($"The schema does not take what it was made from: {source}, {error.InstancePath}, keyword {error.Keyword}.");
            }
        }

        return new InferredSchema { Schema = schema, SampleCount = samples.Count, Skipped = skipped.ToImmutable() };
    }
}
