namespace Orchestration.Simulator.Answers;

/// <summary>Makes the answer to a request by its model's script. The same request gets the same answer.</summary>
internal static class ReplyMaker
{
    private const ulong Quality = 1, Content = 2, Bad = 3, Thoughts = 4;

    /// <summary>Whether the model answers this prompt well.</summary>
    public static bool IsGood(Asked asked, ModelScript script, int seed) =>
        Mix.Unit(Mix.Of(NumberOf(asked, seed), Mix.Of(asked.Model), Quality)) < script.Quality;

    public static Reply Make(Asked asked, ModelScript script, int seed, bool isGood, bool hasWrongJson, BilledTokens input)
    {
        var number = NumberOf(asked, seed);
        var reasoning = script.ReasoningTokens == 0 ? "" : Words.Of(Mix.Of(number, Thoughts), script.ReasoningTokens);
        var room = asked.MaxTokens is { } most ? Math.Max(0, most - script.ReasoningTokens) : int.MaxValue;
        var perChunk = script.Pace.TokensPerChunk;

        var (text, calls) = Answer(asked, AnswerTo(asked.LastText, script), number, isGood, hasWrongJson, perChunk);
        if (script.Continuation is { } continuation && asked.Before is var (question, kept))
        {
            var whole = Answer(asked, AnswerTo(question, script), number, isGood, hasWrongJson, perChunk).Text;
            text = Successor.Carry(whole, kept, asked.LastText, continuation) ?? text;
        }

        var (ending, stop) = (calls.Count > 0 ? Ending.ToolCalls : Ending.Stop, (string?)null);
        if (asked.Stops.Where(text.Contains).MinBy(sequence => text.IndexOf(sequence, StringComparison.Ordinal)) is { } found)
        {
            text = text[..text.IndexOf(found, StringComparison.Ordinal)];
            (ending, stop) = (Ending.StopSequence, found);
        }

        if (Tokens.Count(text) > room)
        {
            text = Tokens.Take(text, room);
            (ending, stop) = (Ending.Length, null);
        }

        var pieces = Tokens.Split(text, perChunk);
        return new Reply
        {
            Text = text,
            Pieces = pieces,
            Reasoning = reasoning,
            ReasoningPieces = Tokens.Split(reasoning, perChunk),
            Calls = calls,
            Ending = ending,
            StopSequence = stop,
            IsGood = isGood && !hasWrongJson,
            Usage = input with
            {
                Reasoning = script.ReasoningTokens,
                Output = script.ReasoningTokens + pieces.Sum(piece => piece.Tokens) + calls.Sum(call => call.Pieces.Sum(piece => piece.Tokens)),
            },
        };
    }

    private static ulong NumberOf(Asked asked, int seed) => Mix.Of((ulong)seed, asked.PromptHash);

    private static Answer AnswerTo(string prompt, ModelScript script) =>
        script.AnswersTo.FirstOrDefault(rule => prompt.Contains(rule.Contains, StringComparison.OrdinalIgnoreCase))?.Answer ?? script.Answer;

    private static (string Text, IReadOnlyList<ReplyCall> Calls) Answer(
        Asked asked, Answer answer, ulong number, bool isGood, bool hasWrongJson, int perChunk)
    {
        string Text(string good, int tokens) => isGood ? good : Words.Of(Mix.Of(number, Bad), Math.Max(1, tokens));
        string Generated(int tokens) => Text(Words.Of(Mix.Of(number, Content), tokens), tokens);
        string Json() => asked.Schema is { } schema ? SampleJson.Of(schema, number, isWrong: hasWrongJson || !isGood) : JsonWithoutSchema();
        string JsonWithoutSchema() => $$"""{"answer": "{{Generated(12)}}"{{(hasWrongJson ? "" : "}")}}""";
        (string, IReadOnlyList<ReplyCall>) Calls(IReadOnlyList<ScriptedCall> calls) => ("", [.. calls.Select(call =>
        {
            var schema = asked.Tools.FirstOrDefault(tool => tool.Name == call.Name)?.Schema;
            var arguments = call.Arguments ?? SampleJson.Of(schema, number, isWrong: hasWrongJson || !isGood);
            return new ReplyCall(call.Name, arguments, Tokens.Split(arguments, perChunk));
        })]);

        return answer switch
        {
            TextAnswer { Text: var text } => (Text(text, Tokens.Count(text)), []),
            GeneratedAnswer { Tokens: var tokens } => (Generated(tokens), []),
            EchoAnswer => (Text(asked.LastText, Tokens.Count(asked.LastText)), []),
            JsonAnswer => (Json(), []),
            ToolCallAnswer { Calls: { Count: > 0 } calls } when !asked.HasToolResults => Calls(calls),
            ToolCallAnswer when !asked.HasToolResults && asked.Tools.Count > 0 => Calls([new ScriptedCall(asked.Tools[0].Name)]),
            AutoAnswer when asked.MustCall && (asked.ForcedTool ?? (asked.Tools is [var first, ..] ? first.Name : null)) is { } tool => Calls([new ScriptedCall(tool)]),
            _ when asked.Schema is not null || asked.WantsJson => (Json(), []),
            AutoAnswer { Tokens: var tokens } => (Generated(tokens), []),
            _ => (Generated(20), []),
        };
    }
}
