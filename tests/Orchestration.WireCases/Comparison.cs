using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestration.WireCases;

/// <summary>Finds the differences between what was expected and what came, in words.</summary>
internal static class Comparison
{
    public static IEnumerable<string> Differences(Outcome expected, Outcome actual)
    {
        foreach (var (what, wanted, got) in new (string, string?, string?)[]
        {
            ("text", expected.Text, actual.Text),
            ("reasoning", expected.Reasoning, actual.Reasoning),
            ("refusal", expected.Refusal, actual.Refusal),
            ("finish reason", expected.FinishReason, actual.FinishReason),
            ("failure", expected.Failure?.ToString(), actual.Failure?.ToString()),
            ("provider code", expected.ProviderCode, actual.ProviderCode),
            ("request id", expected.RequestId, actual.RequestId),
            ("retry after (ms)", Milliseconds(expected.RetryAfter), Milliseconds(actual.RetryAfter)),
            ("input tokens", Text(expected.InputTokens), Text(actual.InputTokens)),
            ("output tokens", Text(expected.OutputTokens), Text(actual.OutputTokens)),
            ("cached input tokens", Text(expected.CachedInputTokens), Text(actual.CachedInputTokens ?? 0)),
            ("cache write tokens", Text(expected.CacheWriteTokens), Text(actual.CacheWriteTokens ?? 0)),
            ("reasoning tokens", Text(expected.ReasoningTokens), Text(actual.ReasoningTokens ?? 0)),
            ("tool calls", List(expected.ToolCalls?.Select(Text)), List(actual.ToolCalls?.Select(Text))),
            ("other items", List(expected.OtherItems), List(actual.OtherItems)),
            ("choices", List(expected.Choices), List(actual.Choices)),
            ("embeddings", expected.Embeddings?.Count.ToString(CultureInfo.InvariantCulture), actual.Embeddings?.Count.ToString(CultureInfo.InvariantCulture)),
            ("dimensions", Text(expected.Embeddings?.Dimensions), Text(actual.Embeddings?.Dimensions)),
        })
        {
            if (wanted is not null && wanted != (got ?? string.Empty))
            {
                var start = Math.Max(0, wanted.AsSpan().CommonPrefixLength(got) - 30);
                yield return $"{what}: expected {Short(wanted, start)}, got {Short(got, start)}";
            }
        }

        // A failure that nobody expected.
        if (expected.Failure is null && actual.Failure is { } failure)
        {
            yield return $"failure: expected none, got {failure} ({actual.Text})";
        }

        if (expected.Embeddings is { } wantedVectors && actual.Embeddings is { } vectors)
        {
            for (var i = 0; i < Math.Min(wantedVectors.FirstValues.Count, vectors.FirstValues.Count); i++)
            {
                if (Math.Abs(wantedVectors.FirstValues[i] - vectors.FirstValues[i]) > 1e-6)
                {
                    yield return FormattableString.Invariant($"embedding[{i}]: expected {wantedVectors.FirstValues[i]}, got {vectors.FirstValues[i]}");
                }
            }
        }
    }

    /// <summary>The differences of two JSON values: the order of members means nothing, the order of items does, 1 and 1.0 are the same number.</summary>
    public static IEnumerable<string> Differences(JsonNode? recorded, JsonNode? sent, string path = "")
    {
        switch (recorded, sent)
        {
            case (JsonObject left, JsonObject right):
                foreach (var (name, value) in left)
                {
                    foreach (var difference in right.ContainsKey(name) ? Differences(value, right[name], $"{path}/{name}") : [$"{path}/{name}: recorded {Short(value?.ToJsonString() ?? "null")}, not sent"])
                    {
                        yield return difference;
                    }
                }

                foreach (var (name, value) in right)
                {
                    if (!left.ContainsKey(name))
                    {
                        yield return $"{path}/{name}: not recorded, sent {Short(value?.ToJsonString() ?? "null")}";
                    }
                }

                break;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                for (var i = 0; i < left.Count; i++)
                {
                    foreach (var difference in Differences(left[i], right[i], $"{path}/{i}"))
                    {
                        yield return difference;
                    }
                }

                break;
            default:
                if (!AreEqual(recorded, sent))
                {
                    yield return $"{path}: recorded {Short(recorded?.ToJsonString() ?? "null")}, sent {Short(sent?.ToJsonString() ?? "null")}";
                }

                break;
        }
    }

    /// <summary>JSON text in one form, so that texts of equal meaning are equal; text that is no JSON as it is.</summary>
    public static string Canonical(string json)
    {
        try
        {
            return Sorted(JsonNode.Parse(json))?.ToJsonString() ?? "null";
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(static member => member.Key, StringComparer.Ordinal).Select(static member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => JsonValue.Create(value.GetValue<double>()),
        _ => node?.DeepClone(),
    };

    private static bool AreEqual(JsonNode? left, JsonNode? right) =>
        JsonNode.DeepEquals(left, right)
        || (left is JsonValue a && right is JsonValue b && a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number
            && Math.Abs(a.GetValue<double>() - b.GetValue<double>()) <= 1e-6 * Math.Abs(a.GetValue<double>()));

    private static string? Text(long? count) => count?.ToString(CultureInfo.InvariantCulture);

    // Providers name waits to the nanosecond; what of it a tick still holds is a matter of rounding.
    private static string? Milliseconds(TimeSpan? wait) => wait is { } time ? Text((long)Math.Round(time.TotalMilliseconds)) : null;

    private static string Text((string? Id, string Name, string Arguments) call) => $"{call.Id} {call.Name}({Canonical(call.Arguments)})";

    private static string? List(IEnumerable<string>? items) => items is null ? null : string.Join(" | ", items);

    /// <summary>A text in at most a line, from a little before the place where it begins to differ.</summary>
    private static string Short(string? text, int start = 0)
    {
        const int Longest = 160;
        if (text is null)
        {
            return "nothing";
        }

        var shown = text.AsSpan(Math.Min(start, text.Length));
        var cut = shown.Length > Longest;
        return $"'{(start > 0 ? "…" : string.Empty)}{(cut ? shown[..Longest] : shown).ToString().ReplaceLineEndings("⏎")}{(cut ? "…" : string.Empty)}'";
    }
}
