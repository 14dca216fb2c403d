using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>OpenAI <c>/v1/responses</c>.</summary>
internal sealed class OpenAIResponses : OpenAIProtocol
{
    public override Protocol Name => Protocol.OpenAIResponses;

    public override Asked Read(JsonElement body, HttpRequest request)
    {
        var meter = new PromptMeter();
        meter.Add(body.Get("tools"));
        meter.Add(body.Get("instructions"));
        meter.Add(body.Get("input"));
        var last = body.Get("input").Items().LastOrDefault();
        var format = body.Get("text").Get("format");
        var (mustCall, tool) = ChoiceOf(body);
        return new Asked
        {
            Body = body,
            Model = ModelOf(body, request),
            IsStreaming = body.Get("stream").IsTrue(),
            LastText = body.Get("input").Text() ?? last.Get("content").ContentText(),
            Before = body.Get("input").Before(),
            HasToolResults = last.Get("type").Text() is "function_call_output",
            PromptHash = meter.Hash,
            InputTokens = meter.Tokens,
            Prefixes = meter.Prefixes,
            Schema = format.Get("schema"),
            WantsJson = format.Get("type").Text() is "json_object" or "json_schema",
            Tools = ToolsOf(body),
            MustCall = mustCall,
            ForcedTool = tool,
            MaxTokens = body.Get("max_output_tokens").Number(),
        };
    }

    /// <summary>A model that is not there is a bad request here, not a missing page.</summary>
    public override int StatusOf(Problem problem) => problem.Kind == ProblemKind.UnknownModel ? StatusCodes.Status400BadRequest : base.StatusOf(problem);

    public override FrameSet Whole(Asked asked, Reply reply, ModelScript script, Dress dress)
    {
        var writer = new FrameWriter(isIndented: true);
        ResponseObject.Write(writer, null, asked, reply, EndOf(reply), dress);
        return new FrameSet(Json, [writer.Take(reply.Usage.Output, isEnd: true)], IsStream: false);
    }

    public override FrameSet Stream(Asked asked, Reply reply, ModelScript script, Dress dress)
    {
        var stream = new ResponseStream(asked, reply, dress);
        stream.Begin();
        var output = 0;
        if (reply.Usage.Reasoning > 0)
        {
            stream.AddReasoning(output++);
        }

        if (reply.Calls.Count == 0)
        {
            stream.AddMessage(output);
        }

        for (var i = 0; i < reply.Calls.Count; i++)
        {
            stream.AddCall(output + i, i);
        }

        return stream.End(EndOf(reply));
    }

    private static string EndOf(Reply reply) => reply.Ending == Ending.Length ? "incomplete" : "completed";
}
