using System.Text.Json;

namespace Orchestration.Simulator.Tests;

/// <summary>How an answer that broke off is carried on, over a socket of our own.</summary>
public sealed class ContinuationTests
{
    private const string Text = "First it is cold. Then it gets warm.\n\nIn spring the snow melts. Rivers rise.";

    private static readonly Continuation Marked = Continuation.Exact with { Before = "<" };

    /// <summary>A path for each streaming protocol.</summary>
    public static TheoryData<string> Paths => [Requests.Chat, Requests.Responses, Requests.Messages, Requests.GeminiEvents, Requests.OllamaChat];

    public static TheoryData<string, Continuation, string> Behaviours => new()
    {
        { "Then it gets wa", Continuation.Exact, "rm.\n\nIn spring" },
        { "Then it gets", Continuation.Exact with { OmitsLeadingWhiteSpace = true }, "warm.\n\nIn spring" },
        { "Then it gets", Continuation.Exact with { Before = "\n" }, "\n warm.\n\nIn spring" },
        { "Then it gets wa", Continuation.RepeatsAsAsked, "Then it gets warm.\n\nIn spring" },
        { "Then it gets wa", Continuation.RepeatsLastWords(2), "gets warm.\n\nIn spring" },
        { "Then it gets wa", Continuation.RepeatsLastSentence, "Then it gets warm.\n\nIn spring" },
        { "First it is cold. ", Continuation.RepeatsLastSentence, "First it is cold. Then it gets" },
        { "In spring the snow", Continuation.RepeatsLastParagraph, "In spring the snow melts." },
        { "snow melts. Riv", Continuation.RepeatsLastParagraph, "In spring the snow melts." },
        { "snow melts. Riv", Continuation.StartsAgain, "First it is cold. Then" },
        { "First it is co", Continuation.StartsAgain with { Wording = Wording.Edited }, "First it's cold. Then" },
        { "Then it gets", Continuation.MetaTalk("Sure! ", Continuation.RepeatsLastWords(1)), "Sure! gets warm." },
        { "Then it gets", Continuation.RepeatsLastWords(1) with { Instead = " chaud." }, "gets chaud." },
        { "Then it gets", Continuation.EmptyAnswer, "" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_request_to_carry_on_is_known_in_every_protocol(string path)
    {
        await using var server = await Servers.StartAsync(new ModelScript { AnswersTo = [new("winter", new TextAnswer(Text))], Continuation = Marked });

        var response = await RawClient.AskAsync(server, path, Body(path, "Tell of winter.", "First it is", "Go on."));

        Assert.Equal("< cold. Then it gets warm.\n\nIn spring the snow melts. Rivers rise.", Requests.TextOf(response.Body));
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Behaviours))]
    public async Task A_successor_behaves_as_its_script_says(string lastWords, Continuation how, string begins)
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer(Text), Continuation = how });
        var kept = Text[..(Text.IndexOf(lastWords, StringComparison.Ordinal) + lastWords.Length)];

        var said = Requests.TextOf((await RawClient.AskAsync(server, Requests.Chat, Body(Requests.Chat, "Tell of winter.", kept, $"Go on from: {lastWords}"))).Body);

        Assert.StartsWith(begins, said, StringComparison.Ordinal);
        Assert.Equal(how.Instead is null, said.EndsWith("Rivers rise.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Text:\n\n```cs\nvar x = 1;\nvar y = 2;\n```\n", "var y", "```cs\nvar y = 2;\n```\n")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n", "| 3", "| a | b |\n|---|---|\n| 3 | 4 |\n")]
    [InlineData("No block at all.", "No bl", "ock at all.")]
    public async Task A_block_in_which_the_answer_broke_off_is_opened_again(string text, string lastWords, string said)
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer(text), Continuation = Continuation.Exact with { ReopensBlocks = true } });
        var kept = text[..(text.IndexOf(lastWords, StringComparison.Ordinal) + lastWords.Length)];

        var response = await RawClient.AskAsync(server, Requests.Chat, Body(Requests.Chat, "Say it.", kept, "Go on."));

        Assert.Equal(said, Requests.TextOf(response.Body));
    }

    [Theory]
    [InlineData("First it's cold. Then")]
    [InlineData("First it is cold.  Then")]
    [InlineData("First it is cold.\nThen")]
    public async Task What_was_kept_may_be_in_other_words(string kept)
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer(Text), Continuation = Continuation.Exact });

        var response = await RawClient.AskAsync(server, Requests.Chat, Body(Requests.Chat, "Tell of winter.", kept, "Go on."));

        Assert.StartsWith(" it gets warm.", Requests.TextOf(response.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Tell of winter.", "Something else", "Go on.")]
    [InlineData("Tell of winter.", null, null)]
    public async Task Any_other_request_gets_the_whole_answer(string question, string? kept, string? request)
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer(Text), Continuation = Continuation.Exact });

        var response = await RawClient.AskAsync(server, Requests.Chat, Body(Requests.Chat, question, kept, request));

        Assert.Equal(Text, Requests.TextOf(response.Body));
    }

    [Fact]
    public void Every_wording_of_the_parts_is_a_wording_of_the_whole()
    {
        const string text = "**It** cannot \u201Cstart\u201D \u2014 which is sad\u2026\n\n- one\n  - two\n1. three\n\n```sh\n- which\n```\n`which` 👩‍👩‍👧";

        var parts = Rewording.PartsOf(text);

        Assert.Equal(text, string.Concat(parts.Select(static part => part.Text)));
        Assert.Equal("__It__ can't \"begin\" - that is sad...\n\n- one\n  - two\n1. three\n\n```sh\n- which\n```\n`which` 👩‍👩‍👧", Rewording.Of(text, Wording.Edited));
        Assert.Equal(text.Replace("- one\n  - two\n1. three", "* one\n  * two\n1) three", StringComparison.Ordinal), Rewording.Of(text, Wording.Restyled));
    }

    [Fact]
    public async Task A_director_chooses_the_script_of_each_request_by_what_it_asks()
    {
        var seen = new List<PromptSeen>();
        var options = new SimulatorOptions
        {
            Director = prompt =>
            {
                seen.Add(prompt);
                return prompt.Question == "Tell of winter." ? new ModelScript { Answer = new TextAnswer($"answer {seen.Count}") } : null;
            },
        };
        await using var server = await SimulatorServer.StartAsync(SimulatorScript.For(new() { Answer = new TextAnswer("otherwise") }), options, TestContext.Current.CancellationToken);

        var texts = new List<string>();
        foreach (var (question, kept) in ((string, string?)[])[("Tell of winter.", null), ("Tell of winter.", null), ("Tell of winter.", "a"), ("Tell of summer.", null)])
        {
            texts.Add(Requests.TextOf((await RawClient.AskAsync(server, Requests.Messages, Body(Requests.Messages, question, kept, "Go on."))).Body));
        }

        Assert.Equal(["answer 1", "answer 2", "answer 3", "otherwise"], texts);
        Assert.Equal(new PromptSeen(Protocol.AnthropicMessages, "m", "Tell of winter.", "a"), seen[2]);
        Assert.Null(seen[1].AnswerSoFar);
    }

    /// <summary>A stream whose last messages are the answer so far and what asks to go on; of one message where there is no answer.</summary>
    private static string Body(string path, string question, string? kept, string? request)
    {
        var texts = kept is null ? (string[])[question] : [question, kept, request ?? ""];
        return path switch
        {
            Requests.GeminiEvents => $$"""{"contents":[{{string.Join(',', texts.Select(static (text, i) => $$"""{"role":"{{(i == 1 ? "model" : "user")}}","parts":[{"text":{{Json(text)}}}]}"""))}}]}""",
            Requests.Responses => $$"""{"model":"m","stream":true,"input":[{{string.Join(',', texts.Select(static (text, i) =>
                $$"""{"type":"message","role":"{{(i == 1 ? "assistant" : "user")}}","content":[{"type":"{{(i == 1 ? "output" : "input")}}_text","text":{{Json(text)}}}]}"""))}}]}""",
            _ => $$"""{"model":"m","stream":true,"max_tokens":1000,"messages":[{{string.Join(',', texts.Select(static (text, i) =>
                $$"""{"role":"{{(i == 1 ? "assistant" : "user")}}","content":{{Json(text)}}}"""))}}]}""",
        };

        static string Json(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";
    }
}
