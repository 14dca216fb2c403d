using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>What Ollama's endpoints have in common: no keys, errors of one line, bare headers.</summary>
internal abstract class OllamaProtocol : WireProtocol
{
    protected const string OllamaJson = "application/json; charset=utf-8";

    public override string? KeyOf(HttpRequest request) => null;

    public override int StatusOf(Problem problem) => problem.Kind == ProblemKind.Overloaded ? StatusCodes.Status503ServiceUnavailable : problem.Status;

    public override string RefusalType(Asked? asked) => OllamaJson;

    public override Frame Refusal(Problem problem, string model, Dress dress, bool asArray)
    {
        var writer = new FrameWriter();
        writer.Json.WriteStartObject();
        writer.Json.WriteString("error", Describe(problem, model));
        writer.Json.WriteEndObject();
        return writer.Take(isEnd: true);
    }

    public override void SetHeaders(IHeaderDictionary headers, Stamp stamp, Limits limits, Problem? problem, Dress dress)
    {
    }

    /// <summary>Ollama names no ids; the log still tells its requests apart.</summary>
    public override string IdOf(Stamp stamp) => stamp.Id;

    private static string Describe(Problem problem, string model) => problem switch
    {
        { Message: { } message } => message,
        { Kind: ProblemKind.Overloaded } => "server busy, please try again.  maximum pending requests exceeded",
        { Kind: ProblemKind.UnknownModel } => $"model '{model}' not found",
        { Kind: ProblemKind.RateLimited or ProblemKind.Quota } or { Status: 429 } => "you've reached your usage limit, please upgrade to continue",
        { Status: 404 } => $"model '{model}' not found",
        { Status: >= 500 } => "llama runner process has terminated: exit status 2",
        _ => "invalid request",
    };
}
