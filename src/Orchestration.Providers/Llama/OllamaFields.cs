using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Llama;

/// <summary>Fields that requests for answers and for embeddings share.</summary>
internal static class OllamaFields
{
    public const string Options = "options";

    /// <summary>Whole seconds, for Ollama takes numbers as such; a negative number keeps the model for ever.</summary>
    public static void WriteKeepAlive(RequestBody body, TimeSpan? keepAlive) =>
        body.Field("keep_alive", keepAlive is { } time ? (long)(time < TimeSpan.Zero ? -1 : Math.Ceiling(time.TotalSeconds)) : (long?)null);

    /// <summary>Writes the model's options: the caller's own, member by member, win over those of the adapter.</summary>
    /// <param name="body">The body.</param>
    /// <param name="given">What the caller gave as <c>options</c>; <see langword="null"/> if nothing.</param>
    /// <param name="own">Writes the adapter's, through a body whose fields know what was given.</param>
    public static void WriteOptions(RequestBody body, object? given, Action<RequestBody> own)
    {
        var members = new Microsoft.Extensions.AI.AdditionalPropertiesDictionary();
        foreach (var (name, value) in MembersOf(given))
        {
            members[name] = value;
        }

        using var options = new RequestBody(members);
        own(options);
        options.Finish();
        if (options.Written.Length > "{}".Length)
        {
            body.Json.WritePropertyName(Options);
            body.Json.WriteRawValue(options.Written.Span, skipInputValidation: true);
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> MembersOf(object? given) => given switch
    {
        null => [],
        JsonElement { ValueKind: JsonValueKind.Object } json => json.EnumerateObject().Select(static member => KeyValuePair.Create(member.Name, (object?)member.Value)),
        JsonObject json => json.Select(static member => KeyValuePair.Create(member.Key, (object?)member.Value)),
        IEnumerable<KeyValuePair<string, object?>> members => members,
        _ => throw new ArgumentException($"'{Options}' is a {given.GetType()}. Give a JSON object or a dictionary.", nameof(given)),
    };
}
