using Microsoft.Extensions.AI;
using Orchestration.Month.Clock;
using Orchestration.Month.Workload;

namespace Orchestration.Month.World;

/// <summary>How a model answers a request that holds the beginning of its answer already: mostly as it was told, sometimes as models do.</summary>
internal static class Continuation
{
    private const string EndingStartsAfter = "Its last words are:\n\n";
    private const string EndingStopsBefore = "\n\nRepeat these last words";

    private static readonly (string Manner, double Share)[] Manners =
    [
        ("repeats the last words as told", 0.70),
        ("goes on without repeating, no leading white space", 0.15),
        ("repeats more than was asked", 0.08),
        ("begins with a remark", 0.04),
        ("starts the whole answer again", 0.03),
    ];

    private static readonly string[] Remarks = ["Here is the continuation:\n\n", "Sorry for the interruption. ", "Sure, continuing from where it stopped:\n\n"];

    /// <summary>What the model will send.</summary>
    public static string TextFor(Request request, IReadOnlyList<ChatMessage> prompt, ref Draw draw, WorldState world)
    {
        var given = request.Conversation.Turns.Count + 1;
        if (prompt.Count <= given || prompt[given].Role != ChatRole.Assistant)
        {
            return request.Answer;
        }

        var (begun, answer) = (prompt[given].Text, request.Answer);
        if (!answer.StartsWith(begun, StringComparison.Ordinal))
        {
            Count(world, "was shown an answer that nobody gave");
            return answer;
        }

        var ending = EndingOf(prompt[^1].Text, begun);
        var manner = Manners[draw.Weighted([.. Manners.Select(static manner => manner.Share)])].Manner;
        Count(world, manner);
        var text = manner switch
        {
            "repeats the last words as told" => answer[(begun.Length - ending)..],
            "goes on without repeating, no leading white space" => answer[begun.Length..].TrimStart(),
            "repeats more than was asked" => answer[WordStart(answer, Math.Max(0, begun.Length - ending - draw.Below(200)))..],
            "begins with a remark" => draw.Pick(Remarks) + answer[(begun.Length - ending)..],
            _ => answer,
        };
        request.Continued += $"; after {begun.Length} characters a model {manner}: `{text[..Math.Min(text.Length, 60)].ReplaceLineEndings("\\n")}`";
        return text;
    }

    /// <summary>How many characters at the end of the text so far the model is told to repeat.</summary>
    private static int EndingOf(string told, string begun)
    {
        var from = told.IndexOf(EndingStartsAfter, StringComparison.Ordinal);
        var to = told.IndexOf(EndingStopsBefore, StringComparison.Ordinal);
        var ending = from >= 0 && to > from ? told[(from + EndingStartsAfter.Length)..to] : "";
        return begun.EndsWith(ending, StringComparison.Ordinal) ? ending.Length : 0;
    }

    private static int WordStart(string text, int at) => at == 0 ? 0 : text.LastIndexOf(' ', at) + 1;

    private static void Count(WorldState world, string manner) => world.Continuations[manner] = world.Continuations.GetValueOrDefault(manner) + 1;
}
