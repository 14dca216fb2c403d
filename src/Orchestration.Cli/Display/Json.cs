using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Cli.Display;

/// <summary>Writes what <c>--json</c> asks for: one document, or one line for each of many.</summary>
internal static class Json
{
    private static readonly CliJson Documents = new(Options(indented: true));
    private static readonly CliJson Lines = new(Options(indented: false));

    /// <summary>The one document of a command.</summary>
    public static void Document<T>(Screen screen, T value) => screen.Line(JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Documents.GetTypeInfo(typeof(T))!));

    /// <summary>One of many, on a line.</summary>
    public static string Line<T>(T value) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Lines.GetTypeInfo(typeof(T))!);

    // Written to a terminal or a file, never into HTML: text stays readable.
    private static JsonSerializerOptions Options(bool indented) =>
        new(CliJson.Default.Options) { WriteIndented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };
}
