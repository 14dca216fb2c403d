using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Documents;

namespace Orchestration.Schemas.Evaluation.Errors;

/// <summary>Values as error messages show them: short, and on one line.</summary>
internal static class Quoted
{
    private const int Longest = 40;

    public static string Name(string name) => Text(name);

    /// <summary>A value with its kind, as <c>string "12"</c>.</summary>
    public static string Kind(JsonView view, int token) => view.Tokens[token].Kind switch
    {
        JsonKinds.Object => "an object",
        JsonKinds.Array => "an array",
        JsonKinds.String => $"string {Value(view, token)}",
        JsonKinds.Null => "null",
        JsonKinds.Boolean => $"boolean {Value(view, token)}",
        _ => $"number {Value(view, token)}",
    };

    public static string Value(JsonView view, int token) => view.Tokens[token].Kind switch
    {
        JsonKinds.Object => "an object",
        JsonKinds.Array => "an array",
        JsonKinds.String => Text(view.Text(token)),
        _ => Cut(view.Text(token)),
    };

    public static string Literal(JsonLiteral literal) => literal.Text is { } text ? Text(text) : Cut(Encoding.UTF8.GetString(literal.Json));

    public static string Text(string text) => $"\"{JsonEncodedText.Encode(Cut(text), JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>The beginning; never half of a surrogate pair.</summary>
    public static string Cut(string text) =>
        text.Length <= Longest ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest), "…");
}
