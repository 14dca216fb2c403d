using Orchestration.Core.Tests.Testing;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Schemas;
using Orchestration.Streaming;

namespace Orchestration.Core.Tests.Streaming;

public sealed class StructuredAnswerTests
{
    private static readonly string[] Before = ["", " \n", "\uFEFF", "```json\n", "```\n\u00A0 ", "```", "`x` ", "Sure!\n", "Here: {so}\n", "[1] ", "```text\nno\n```\n", "``\n", "{} "];
    private static readonly string[] Documents =
    [
        StructuredSteps.Valid, StructuredSteps.WrongPrice, """{"seller":"T","items":[]}""", """{"seller":"T","items":[],}""", """{"seller":"```","items":[ ]}""", """{"seller":"T"}""", "{}", "[]", "null",
    ];

    private static readonly string[] After = ["", "\n", "\n```", "```\nSo it is.", " That is all.", " {\"seller\":\"T\",\"items\":[]}", "}", "\uFEFF"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_answer_that_is_accepted_in_the_end_is_never_stopped(int seed)
    {
        var random = new Random(seed);
        var prompt = Prompt.Json(BillJson.Default.Bill, "x");
        var (accepted, stopped) = (0, 0);
        for (var i = 0; i < 4_000; i++)
        {
            var answer = Any(Before) + Any(Documents) + Any(After);
            var policy = new StructuredOutput { Tolerance = (JsonTolerance)random.Next(8) };
            var stop = Follow(answer, prompt, policy, random);
            if (IsAccepted(answer, prompt, policy))
            {
                Assert.True(stop is null, $"{policy.Tolerance}: {answer}\n stopped at {stop?.StoppedAt}: {stop?.Errors[0]}");
                accepted++;
            }

            stopped += stop is null ? 0 : 1;
        }

        Assert.InRange(accepted, 200, 4_000);
        Assert.InRange(stopped, 200, 4_000);

        string Any(string[] pieces) => pieces[random.Next(pieces.Length)];
    }

    private static InvalidOutputException? Follow(string answer, Prompt prompt, StructuredOutput policy, Random random)
    {
        var structured = StructuredAnswer.For(prompt, policy)!;
        for (var position = 0; position < answer.Length;)
        {
            var length = Math.Min(random.Next(1, 12), answer.Length - position);
            if (structured.Add(answer.AsSpan(position, length)) is { } stop)
            {
                return stop;
            }

            position += length;
        }

        return null;
    }

    private static bool IsAccepted(string answer, Prompt prompt, StructuredOutput policy)
    {
        try
        {
            prompt.Read(new() { Text = answer, FinishReason = "stop" }, policy.Rules, out _);
            return true;
        }
        catch (InvalidOutputException)
        {
            return false;
        }
    }
}
