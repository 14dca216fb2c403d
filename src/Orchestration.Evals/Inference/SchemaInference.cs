using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Orchestration.Audit;
using Orchestration.Schemas;

namespace Orchestration.Evals.Inference;

/// <summary>Makes a schema from samples, for a step that is to move from free text to structured output.</summary>
/// <remarks>A property is required when every sample has it, and nullable when one has null. What the samples cannot show, as lengths and ranges, is left to the reader.</remarks>
public static class SchemaInference
{
    // A schema is twice as deep as what it describes, and may itself have 128 levels by default.
    private const int MaxDepth = 60;

    private static readonly JsonSchema Any = JsonSchema.Parse("true", new JsonSchemaOptions { MaxDepth = MaxDepth });

    /// <summary>From JSON, each sample perhaps in a code fence or among talk.</summary>
    /// <param name="jsonDocuments">The samples.</param>
    /// <param name="options"><see langword="null"/> = the defaults.</param>
    /// <exception cref="InvalidOperationException">No sample holds JSON.</exception>
    /// <exception cref="JsonSchemaException">The samples have more names than a schema may: their keys are data.</exception>
    public static InferredSchema FromSamples(IEnumerable<string> jsonDocuments, SchemaInferenceOptions? options = null) =>
        Infer(jsonDocuments.Select(static (text, i) => new SampleText($"sample {(i + 1).ToString(CultureInfo.InvariantCulture)}", text)), options);

    /// <summary>From files, one sample each.</summary>
    /// <param name="paths">Files; of a folder, its files that end in <c>.json</c>, by name, without those of folders in it.</param>
    /// <param name="options"><see langword="null"/> = the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="IOException">A file is not there or cannot be read.</exception>
    /// <inheritdoc cref="FromSamples" path="/exception"/>
    public static async Task<InferredSchema> FromFilesAsync(IEnumerable<string> paths, SchemaInferenceOptions? options = null, CancellationToken cancellationToken = default)
    {
        var samples = new List<SampleText>();
        foreach (var path in paths.SelectMany(static IEnumerable<string> (path) => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal) : [path]))
        {
            samples.Add(new SampleText(path, await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false)));
        }

        return Infer(samples, options);
    }

    /// <summary>From what models answered to a step, in all runs of the graph that the log holds. Cache hits and replays add nothing; attempts that failed are skipped, and say so.</summary>
    /// <param name="log">The log.</param>
    /// <param name="graph">The graph's name, all its versions.</param>
    /// <param name="step">The step's path. <c>sections/draft</c> stands for the step of every item, <c>sections[3]/draft</c> for one.</param>
    /// <param name="options"><see langword="null"/> = the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <inheritdoc cref="FromSamples" path="/exception"/>
    public static async Task<InferredSchema> FromAuditAsync(IAuditLog log, string graph, string step, SchemaInferenceOptions? options = null, CancellationToken cancellationToken = default) =>
        Infer(await AuditedAnswers.ReadAsync(log, graph, step, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false), options);

    private static InferredSchema Infer(IEnumerable<SampleText> texts, SchemaInferenceOptions? options)
    {
        var samples = new List<(string Source, JsonElement Value)>();
        var skipped = ImmutableArray.CreateBuilder<SkippedSample>();
        var shape = new Shape();
        foreach (var (source, text, known) in texts)
        {
            var fault = known;
            if (fault is null && JsonFinder.Find(text, out fault) is { } value)
            {
                if (Any.Validate(value, maxErrors: 1).IsEmpty)
                {
                    samples.Add((source, value));
                    shape.Add(value);
                    continue;
                }

                fault = $"Its JSON has a name twice, half a surrogate pair, or more than {MaxDepth.ToString(CultureInfo.InvariantCulture)} levels.";
            }

            skipped.Add(new SkippedSample(source, fault!));
        }

        if (samples.Count == 0)
        {
            throw new InvalidOperationException($"A schema needs samples, and of {skipped.Count.ToString(CultureInfo.InvariantCulture)} none holds JSON.");
        }

        var document = new ShapeWriter(options ?? SchemaInferenceOptions.Default).Write(shape);
        document.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        var schema = JsonSchema.Parse(document.ToJsonString(), new JsonSchemaOptions { AssertFormats = true });
        foreach (var (source, value) in samples)
        {
            if (schema.Validate(value, maxErrors: 1) is [var error, ..])
            {
                throw new UnreachableException($"The schema does not take what it was made from: {source}, {error.InstancePath}, keyword {error.Keyword}.");
            }
        }

        return new InferredSchema { Schema = schema, SampleCount = samples.Count, Skipped = skipped.ToImmutable() };
    }
}
