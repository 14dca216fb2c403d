using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Orchestration.Models;
using Orchestration.Replay;
using Orchestration.Schemas;

namespace Orchestration.Evals.GoldenSets.Files;

/// <summary>Makes headers and cases of the JSON of a file, after checking it against the schema.</summary>
internal static class PartReader
{
    private const int AllErrors = 1000;

    public static FileHeader? Header(LocatedJson json, List<LineFault> faults)
    {
        if (!IsValid(GoldenSetSchema.Header, json, faults))
        {
            return null;
        }

        using var document = JsonDocument.Parse(json.Utf8, CanonicalJson.Strict);
        var header = document.RootElement;
        var defaults = Member(header, "defaults");
        return new FileHeader
        {
            Name = Member(header, "goldenSet")?.GetString(),
            Version = Member(header, "version")?.ToString(),
            Line = json.Line,
            Tags = Tags(defaults is { } some ? Member(some, "tags") : null),
            Weight = (defaults is { } others ? Member(others, "weight") : null)?.GetDouble() ?? 1,
        };
    }

    public static GoldenCase? Case(LocatedJson json, FileHeader header, List<LineFault> faults)
    {
        if (!IsValid(GoldenSetSchema.Case, json, faults) || !IsText(json, faults))
        {
            return null;
        }

        using var document = JsonDocument.Parse(json.Utf8, CanonicalJson.Strict);
        var golden = document.RootElement;
        return new GoldenCase
        {
            Id = golden.GetProperty("id").GetString()!,
            Input = Bytes(golden.GetProperty("input")),
            Reference = Member(golden, "reference") is { } reference ? Bytes(reference) : default,
            Expect = Values(Member(golden, "expect"), Bytes),
            Recorded = Member(golden, "recorded") is { } recorded ? Recorded(recorded) : RecordedAnswers.None,
            Tags = [.. header.Tags.Concat(Tags(Member(golden, "tags"))).Distinct(StringComparer.Ordinal)],
            Weight = Member(golden, "weight")?.GetDouble() ?? header.Weight,
            Critical = Member(golden, "critical")?.GetBoolean() ?? false,
            Source = Member(golden, "source") is { } source ? Source(source) : null,
        };
    }

    private static bool IsValid(JsonSchema schema, LocatedJson json, List<LineFault> faults)
    {
        var errors = schema.Validate(json.Utf8.Span, AllErrors);
        foreach (var error in errors)
        {
            faults.Add(new(json.LineOf(error.InstancePath), Problem(schema, error)));
        }

        return errors.IsEmpty;
    }

    private static string Problem(JsonSchema schema, SchemaError error)
    {
        var slash = error.InstancePath.LastIndexOf('/');
        var message = error.InstancePath.Length == 0 ? error.Message : $"{error.InstancePath}: {error.Message}";
        return error.Keyword == "additionalProperties" && Nearest.Of(error.InstancePath[(slash + 1)..], GoldenSetSchema.MembersOf(schema, error.InstancePath[..Math.Max(0, slash)])) is { } name
            ? $"{message}. Did you mean \"{name}\"?"
            : $"{message}.";
    }

    // JSON can spell half of a surrogate pair; no model can be sent it, and it has no hash.
    private static bool IsText(LocatedJson json, List<LineFault> faults)
    {
        try
        {
            CanonicalJson.Write(new JsonBytes(json.Utf8), new ArrayBufferWriter<byte>(json.Utf8.Length));
            return true;
        }
        catch (JsonException exception)
        {
            faults.Add(new(json.Line, exception.Message));
            return false;
        }
    }

    private static RecordedAnswers Recorded(JsonElement recorded) => new()
    {
        Completions = Values(Member(recorded, "completions"), static text => text.GetString()!),
        Effects = Values(Member(recorded, "effects"), Bytes),
    };

    private static CaseSource Source(JsonElement source) =>
        new(RunId.Parse(source.GetProperty("run").GetString()!, CultureInfo.InvariantCulture), Member(source, "tenant")?.GetString() ?? string.Empty, Member(source, "step")?.GetString());

    private static ImmutableArray<string> Tags(JsonElement? tags) => tags is { } some ? [.. some.EnumerateArray().Select(static tag => tag.GetString()!)] : [];

    private static ImmutableSortedDictionary<string, T> Values<T>(JsonElement? members, Func<JsonElement, T> value) => members is { } some
        ? some.EnumerateObject().ToImmutableSortedDictionary(static member => member.Name, member => value(member.Value), StringComparer.Ordinal)
        : ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);

    private static JsonBytes Bytes(JsonElement value) => new(JsonMarshal.GetRawUtf8Value(value).ToArray());

    private static JsonElement? Member(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? member : null;
}
