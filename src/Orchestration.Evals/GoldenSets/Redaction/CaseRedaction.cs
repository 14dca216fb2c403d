using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestration.Models;

namespace Orchestration.Evals.GoldenSets.Redaction;

/// <summary>A case without what redactors have found.</summary>
/// <param name="Case">The case.</param>
/// <param name="Counts">How many places were replaced, by the redactor's name.</param>
public sealed record RedactedCase(GoldenCase Case, ImmutableSortedDictionary<string, int> Counts);

/// <summary>Replaces what redactors find in the input, the reference, the expectations and the recorded answers of a case. The same text has the same placeholder throughout a case, so that relations survive.</summary>
/// <remarks>The strings and the names of members are looked at; JSON numbers stay, and so do id and tags. Redacting twice changes nothing more.</remarks>
public static class CaseRedaction
{
    // What is written goes into a file, not into a page.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Redacts a case.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="redactors">See <see cref="Redactors.Default"/>.</param>
    public static RedactedCase Redact(GoldenCase golden, ImmutableArray<IRedactor> redactors)
    {
        ArgumentNullException.ThrowIfNull(golden);
        var names = new Placeholders(redactors);
        foreach (var part in new[] { golden.Input, golden.Reference }.Concat(golden.Expect.Values).Concat(golden.Recorded.Effects.Values))
        {
            Visit(part, names.Reserve);
        }

        foreach (var completion in golden.Recorded.Completions.Values)
        {
            names.Reserve(completion);
        }

        var redacted = golden with
        {
            Input = Redact(golden.Input, names),
            Reference = Redact(golden.Reference, names),
            Expect = Each(golden.Expect, value => Redact(value, names)),
            Recorded = golden.Recorded with
            {
                Completions = Each(golden.Recorded.Completions, names.Replace),
                Effects = Each(golden.Recorded.Effects, value => Redact(value, names)),
            },
        };
        return new RedactedCase(redacted, names.Counts);
    }

    private static ImmutableSortedDictionary<string, T> Each<T>(ImmutableSortedDictionary<string, T> values, Func<T, T> change) =>
        values.ToImmutableSortedDictionary(static value => value.Key, value => change(value.Value), StringComparer.Ordinal);

    private static void Visit(JsonBytes json, Action<string> text)
    {
        var reader = new Utf8JsonReader(json.Utf8.Span, new JsonReaderOptions { MaxDepth = CanonicalJson.Strict.MaxDepth });
        while (!json.IsEmpty && reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                text(reader.GetString()!);
            }
        }
    }

    // The bytes stay as they are where nothing was found.
    private static JsonBytes Redact(JsonBytes json, Placeholders names)
    {
        if (json.IsEmpty)
        {
            return json;
        }

        var before = names.Total;
        var redacted = Redact(JsonNode.Parse(json.Utf8.Span, nodeOptions: null, CanonicalJson.Strict), names);
        return names.Total == before ? json : new JsonBytes(JsonSerializer.SerializeToUtf8Bytes(redacted, Readable));
    }

    private static JsonNode? Redact(JsonNode? node, Placeholders names) => node switch
    {
        JsonObject members => Members(members, names),
        JsonArray items => new JsonArray([.. items.Select(item => Redact(item, names))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(names.Replace(value.GetValue<string>())),
        _ => node?.DeepClone(),
    };

    // Two spellings of one thing may both be names; a member must not be lost by it.
    private static JsonObject Members(JsonObject members, Placeholders names)
    {
        var redacted = new JsonObject();
        foreach (var (name, value) in members)
        {
            var free = names.Replace(name);
            while (redacted.ContainsKey(free) || (free != name && members.ContainsKey(free)))
            {
                free += "'";
            }

            redacted.Add(free, Redact(value, names));
        }

        return redacted;
    }
}
