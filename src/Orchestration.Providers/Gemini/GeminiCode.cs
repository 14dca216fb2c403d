using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>Code that the model wrote and Google ran, both ways: <c>executableCode</c> and <c>codeExecutionResult</c>.</summary>
internal static class GeminiCode
{
    private const string Python = "text/x-python";
    private const string Succeeded = "OUTCOME_OK";

    public static CodeInterpreterToolCallContent Call(JsonElement code, string id) => new(id)
    {
        Inputs = [new DataContent(Encoding.UTF8.GetBytes(code.Text("code") ?? string.Empty), code.Text("language") is null or "PYTHON" ? Python : "text/plain")],
    };

    public static CodeInterpreterToolResultContent Result(JsonElement result, string id)
    {
        var output = result.Text("output") ?? string.Empty;
        return new CodeInterpreterToolResultContent(id)
        {
            Outputs = [result.Text("outcome") is { } outcome and not Succeeded ? new ErrorContent(output) { ErrorCode = outcome } : new TextContent(output)],
        };
    }

    /// <summary>Writes a call or a result into the part that the writer stands in.</summary>
    public static void Write(Utf8JsonWriter json, AIContent content)
    {
        string? id;
        if (content is CodeInterpreterToolCallContent call)
        {
            id = call.CallId;
            var code = call.Inputs?.OfType<DataContent>().FirstOrDefault();
            json.WriteStartObject("executableCode");
            json.WriteString("language", code is null or { MediaType: Python } ? "PYTHON" : "LANGUAGE_UNSPECIFIED");
            json.WriteString("code", code is null ? string.Concat(call.Inputs?.OfType<TextContent>().Select(static text => text.Text) ?? []) : Encoding.UTF8.GetString(code.Data.Span));
        }
        else
        {
            var result = (CodeInterpreterToolResultContent)content;
            id = result.CallId;
            var error = result.Outputs?.OfType<ErrorContent>().FirstOrDefault();
            json.WriteStartObject("codeExecutionResult");
            json.WriteString("outcome", error is null ? Succeeded : error.ErrorCode ?? "OUTCOME_FAILED");
            json.WriteString("output", error?.Message ?? string.Concat(result.Outputs?.OfType<TextContent>().Select(static text => text.Text) ?? []));
        }

        if (id is not null && !GeminiNames.IsMadeUp(id))
        {
            json.WriteString("id", id);
        }

        json.WriteEndObject();
    }
}
