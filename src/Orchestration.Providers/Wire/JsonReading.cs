using System.Text.Json;

namespace Orchestration.Providers.Wire;

/// <summary>Reads JSON that others write: what is missing, null or of another type counts as not said.</summary>
internal static class JsonReading
{
    extension(JsonElement json)
    {
        /// <summary>A member that is there and not null.</summary>
        public JsonElement? Child(string name) =>
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

        /// <summary>A string.</summary>
        public string? Text(string name) => json.Child(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

        /// <summary>A string of more than blanks.</summary>
        public string? Label(string name) => json.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

        /// <summary>A string, or a number as one: codes come as either.</summary>
        public string? Word(string name) => json.Child(name) switch
        {
            { ValueKind: JsonValueKind.String } value => value.GetString(),
            { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
            _ => null,
        };

        /// <summary>A whole number; some servers write <c>12.0</c>.</summary>
        public long? Count(string name) =>
            json.Child(name) is { ValueKind: JsonValueKind.Number } value
                ? value.TryGetInt64(out var count) ? count : value.TryGetDouble(out var number) && Math.Abs(number) < 1e15 ? (long)number : null
                : null;

        public bool? Flag(string name) => json.Child(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

        /// <summary>The items of a list; none when there is no list.</summary>
        public JsonElement.ArrayEnumerator Items(string name) => json.Child(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : default;
    }
}
