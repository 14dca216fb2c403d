using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Errors;

namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>Reads a document once, strictly, into tokens that can be visited in any order.</summary>
internal static class TapeReader
{
    // Exact arithmetic takes the square of it. Digits before the exponent cost no more than their number.
    private const int MostExponentLength = 1_000;

    /// <returns>What is wrong with the text; <see langword="null"/> when the workspace now holds its tokens.</returns>
    public static JsonFault? Read(ReadOnlySpan<byte> json, Workspace workspace, int maxDepth)
    {
        if (json.StartsWith("\uFEFF"u8))
        {
            return JsonFault.Mark;
        }

        if (json.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return JsonFault.Empty;
        }

        if (!Utf8.IsValid(json))
        {
            return JsonFault.At(string.Empty, json, Utf8Errors.First(json), "is no UTF-8");
        }

        try
        {
            return ReadTokens(json, workspace, maxDepth);
        }
        catch (JsonException exception)
        {
            return JsonFault.Of(exception);
        }
    }

    private static JsonFault? ReadTokens(ReadOnlySpan<byte> json, Workspace workspace, int maxDepth)
    {
        // One level more than is allowed, so that the limit is told in our words.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        var tokens = workspace.Tokens;
        var open = -1;
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    if (reader.CurrentDepth >= maxDepth)
                    {
                        return JsonFault.At(string.Empty, json, start, string.Create(CultureInfo.InvariantCulture, $"is nested deeper than {maxDepth} levels"));
                    }

                    CountItem(tokens, open);
                    Add(tokens, reader.TokenType == JsonTokenType.StartObject ? JsonKinds.Object : JsonKinds.Array, start, 0).Next = open;
                    open = tokens.Count - 1;
                    break;

                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    if (reader.TokenType == JsonTokenType.EndObject && PropertyNames.Repeated(View(json, workspace), open, workspace.Slots) is var repeated and >= 0)
                    {
                        return Repeated(json, workspace, open, repeated);
                    }

                    ref var closed = ref tokens[open];
                    open = closed.Next;
                    closed.Next = tokens.Count;
                    closed.Length = start + 1 - closed.Start;
                    break;

                case JsonTokenType.PropertyName:
                    tokens[open].Count++;
                    tokens[open].Length = tokens.Count;
                    if (!AddString(ref reader, workspace, start))
                    {
                        return JsonFault.At(OpenPath.Of(View(json, workspace), tokens[open].Next), json, start, "has a property name with half of a surrogate pair");
                    }

                    break;

                case JsonTokenType.String:
                    CountItem(tokens, open);
                    if (!AddString(ref reader, workspace, start))
                    {
                        return JsonFault.At(OpenPath.Of(View(json, workspace), open), json, start, "has half of a surrogate pair in the string");
                    }

                    break;

                case JsonTokenType.Number:
                    CountItem(tokens, open);
                    var number = reader.ValueSpan;
                    if (number.Length > MostExponentLength && number.IndexOfAny((byte)'e', (byte)'E') is var exponent and >= 0 && number.Length - exponent > MostExponentLength)
                    {
                        return JsonFault.At(OpenPath.Of(View(json, workspace), open), json, start, string.Create(CultureInfo.InvariantCulture, $"has an exponent of more than {MostExponentLength} characters"));
                    }

                    Add(tokens, number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 || JsonNumber.IsInteger(number) ? JsonKinds.Integer : JsonKinds.Fraction, start, number.Length);
                    break;

                default:
                    CountItem(tokens, open);
                    Add(tokens, reader.TokenType == JsonTokenType.Null ? JsonKinds.Null : JsonKinds.Boolean, start, reader.ValueSpan.Length);
                    break;
            }
        }

        return null;
    }

    private static void CountItem(Pooled<JsonToken> tokens, int open)
    {
        if (open >= 0 && tokens[open].Kind == JsonKinds.Array)
        {
            tokens[open].Count++;
        }
    }

    private static ref JsonToken Add(Pooled<JsonToken> tokens, JsonKinds kind, int start, int length)
    {
        ref var token = ref tokens.Add();
        token = new JsonToken { Start = start, Length = length, Next = tokens.Count, Kind = kind };
        return ref token;
    }

    private static bool AddString(ref Utf8JsonReader reader, Workspace workspace, int start)
    {
        var text = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            Add(workspace.Tokens, JsonKinds.String, start + 1, text.Length);
            return true;
        }

        var unescaped = workspace.Unescaped;
        var paired = Escapes.TryRemove(text, unescaped.Room(text.Length), out var written);
        Add(workspace.Tokens, JsonKinds.String, unescaped.Count, written).Escaped = true;
        unescaped.Take(written);
        return paired;
    }

    private static JsonFault Repeated(ReadOnlySpan<byte> json, Workspace workspace, int open, int name)
    {
        var view = View(json, workspace);
        ref readonly var container = ref view.Tokens[open];
        return JsonFault.At(OpenPath.Of(view, container.Next), json, container.Start, $"has the property {Quoted.Name(view.Text(name))} more than once in the object that begins");
    }

    private static JsonView View(ReadOnlySpan<byte> json, Workspace workspace) => new(json, workspace.Unescaped.Span, workspace.Tokens.Span);
}
