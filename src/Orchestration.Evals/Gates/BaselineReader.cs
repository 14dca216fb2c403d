using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Orchestration.Evals.Gates;

/// <summary>Reads a baseline strictly: what a merge or a hand has bent is an error with its line, not a baseline that compares with something else.</summary>
internal static class BaselineReader
{
    /// <param name="path">The file, for messages.</param>
    /// <param name="utf8">What is in it.</param>
    /// <exception cref="FormatException">It is not a baseline.</exception>
    public static Baseline Read(string path, ReadOnlySpan<byte> utf8)
    {
        var file = Parse(path, utf8);
        if (file.Format != BaselineFile.CurrentFormat)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{path}' is in format {file.Format}; this version reads format {BaselineFile.CurrentFormat}. Read it with the version that wrote it, or delete it and accept results anew."));
        }

        if (file.History.Count == 0)
        {
            throw new FormatException($"'{path}' has no entry in 'history'; a baseline says what was accepted. Take it from the repository as it was, or delete it and accept results anew.");
        }

        for (var i = 0; i < file.Cases.Count; i++)
        {
            if (FaultOf(file.Cases[i], i == 0 ? null : file.Cases[i - 1].Case, file.Metrics) is { } fault)
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{path}', line {LineOfCase(utf8, i)}: case '{file.Cases[i].Case}' {fault}."));
            }
        }

        return new(
            file.Eval,
            [.. file.History.Select(EntryOf)],
            file.Metrics.ToImmutableSortedDictionary(StringComparer.Ordinal),
            file.Models.ToImmutableSortedDictionary(StringComparer.Ordinal),
            [.. file.Cases.Select(SamplesOf)]);
    }

    private static BaselineFile Parse(string path, ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, BaselineJson.Default.BaselineFile) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{path}', line {(e.LineNumber ?? 0) + 1}: not a baseline. {e.Message}"), e);
        }
    }

    private static string? FaultOf(CaseLine line, string? before, SortedDictionary<string, string> metrics)
    {
        if (before is not null && string.CompareOrdinal(before, line.Case) >= 0)
        {
            return before == line.Case ? "is there twice" : $"comes after '{before}', but cases are in the order of their ids";
        }

        foreach (var (metric, scores) in line.Scores)
        {
            var fault = !metrics.ContainsKey(metric) ? $"has the metric '{metric}', which 'metrics' above does not name"
                : scores.Length is 0 or > Baseline.MaxRepeats ? $"has {scores.Length.ToString(CultureInfo.InvariantCulture)} scores of '{metric}'; there are 1 to 10"
                : Array.Exists(scores, static score => score is not (>= 0 and <= 1)) ? $"has a score of '{metric}' that is not from 0 to 1"
                : null;
            if (fault is not null)
            {
                return fault;
            }
        }

        return line.Runs < 0 ? "has a negative number of 'runs'"
            : line.CostUsd is <= 0 ? "has a 'costUsd' that is not above 0"
            : line.Seconds is <= 0 ? "has 'seconds' that are not above 0"
            : null;
    }

    private static int LineOfCase(ReadOnlySpan<byte> utf8, int index)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read() && !(reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("cases"u8)))
        {
        }

        reader.Read();
        for (var i = -1; i < index; i++)
        {
            reader.Read();
            if (i < index - 1)
            {
                reader.Skip();
            }
        }

        return utf8[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
    }

    private static AcceptedResults EntryOf(HistoryLine line) => new()
    {
        Time = line.Time,
        Variant = line.Variant,
        Fingerprint = line.Fingerprint,
        Revision = line.Revision,
        Note = line.Note,
        Cases = line.Cases,
        Repeats = line.Repeats,
        Means = line.Means.ToImmutableSortedDictionary(StringComparer.Ordinal),
        CostUsd = line.CostUsd,
        Duration = TimeSpan.FromSeconds(line.Seconds),
    };

    private static CaseSamples SamplesOf(CaseLine line) => new()
    {
        Case = line.Case,
        Hash = line.Hash,
        Scores = line.Scores.ToImmutableSortedDictionary(static metric => metric.Key, static metric => metric.Value.ToImmutableArray(), StringComparer.Ordinal),
        Runs = line.Runs,
        CostUsd = line.CostUsd,
        Seconds = line.Seconds,
    };
}
