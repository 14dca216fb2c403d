using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>What a scorer is told to hold an output to, as a golden set writes it. Whatever does not fit is a <see cref="FormatException"/> that says where and why.</summary>
internal readonly struct Argument
{
    private readonly JsonElement _json;

    /// <param name="json">The argument.</param>
    /// <param name="names">The members that it may have, if it is an object.</param>
    public Argument(JsonElement json, params ReadOnlySpan<string> names)
    {
        _json = json;
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in json.EnumerateObject())
            {
                if (!names.Contains(member.Name))
                {
                    throw new FormatException($"'{member.Name}' is not known here{Suggestion.For(member.Name, names)}.");
                }
            }
        }
    }

    public bool IsObject => _json.ValueKind == JsonValueKind.Object;

    public JsonElement Json => _json;

    public JsonElement? Member(string name) => IsObject && _json.TryGetProperty(name, out var member) ? member : null;

    public string? Text(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => throw new FormatException($"{name} is {Said(other)}, and is to be a text."),
    };

    public double? Number(string name) => Member(name) is { } number ? NumberOf(number, name) : null;

    /// <summary>A number from 0 to 1.</summary>
    public double? Share(string name) => Number(name) switch
    {
        null => null,
        >= 0 and <= 1 and var share => share,
        var other => throw new FormatException(FormattableString.Invariant($"{name} is {other}, and is to be from 0 to 1.")),
    };

    public int? Whole(string name, int least) => Number(name) switch
    {
        null => null,
        { } whole when whole == Math.Floor(whole) && whole >= least && whole <= int.MaxValue => (int)whole,
        var other => throw new FormatException(FormattableString.Invariant($"{name} is {other}, and is to be a whole number from {least} on.")),
    };

    public bool Flag(string name) => Member(name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        { } other => throw new FormatException($"{name} is {Said(other)}, and is to be true or false."),
    };

    /// <summary>A text, or a list of texts; empty where there is none.</summary>
    public ImmutableArray<string> Texts(string name) => Member(name) is { } texts ? TextsOf(texts, name) : [];

    public static ImmutableArray<string> TextsOf(JsonElement json, string what) => json.ValueKind switch
    {
        JsonValueKind.String => [NotEmpty(json, what)],
        JsonValueKind.Array when json.GetArrayLength() > 0 => [.. json.EnumerateArray().Select(item => NotEmpty(item, what))],
        _ => throw new FormatException($"{what} is {Said(json)}, and is to be a text or a list of texts."),
    };

    /// <summary>Two ends, either of which may be null; a single number is the upper one.</summary>
    public static (double? Least, double? Most) RangeOf(JsonElement json, string what)
    {
        var range = json.ValueKind switch
        {
            JsonValueKind.Number => (null, NumberOf(json, what)),
            JsonValueKind.Array when json.GetArrayLength() == 2 => (End(json[0]), End(json[1])),
            _ => throw new FormatException($"{what} is {Said(json)}, and is to be a range such as [50, 200]; null stands for an open end."),
        };
        return range is ({ } least, { } most) && least > most ? throw new FormatException(FormattableString.Invariant($"{what} begins at {least}, above its end at {most}.")) : range;

        double? End(JsonElement end) => end.ValueKind == JsonValueKind.Null ? null : NumberOf(end, what);
    }

    public static double NumberOf(JsonElement json, string what) => json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) && double.IsFinite(number)
        ? number
        : throw new FormatException($"{what} is {Said(json)}, and is to be a number.");

    public static string Said(JsonElement json) => JsonParts.Short(json.GetRawText());

    private static string NotEmpty(JsonElement json, string what) => json.ValueKind == JsonValueKind.String && json.GetString() is { Length: > 0 } text
        ? text
        : throw new FormatException($"{what} holds {Said(json)}, and is to hold texts that are not empty.");
}
