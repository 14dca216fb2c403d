using ContentPlatform.Models;
using Orchestration.Simulator;

namespace Orchestration.Samples.Tests.ContentPlatforms;

public sealed class SimulatedProvidersTests
{
    private const string Draft = "Polish this.\n\n<draft>\n## One\n\nA text.\n</draft>";

    [Fact]
    public void The_first_to_be_asked_for_the_text_dies_in_it_and_its_provider_is_down_from_then_on()
    {
        var providers = new SimulatedProviders(hasOutage: true, pace: null);

        Assert.Empty(Play(providers, "claude-sonnet-4-6", "Write the section").Faults);
        Assert.IsType<ConnectionReset>(Assert.Single(Play(providers, "claude-sonnet-4-6", Draft).Faults).Fault);
        Assert.IsType<HttpError>(Assert.Single(Play(providers, "claude-haiku-4-5", "Find facts").Faults).Fault);
        Assert.IsType<HttpError>(Assert.Single(Play(providers, "claude-sonnet-4-6", Draft).Faults).Fault);
        Assert.Empty(Play(providers, "gpt-5.1", Draft).Faults);
    }

    [Fact]
    public void All_models_tell_the_same_text_and_can_carry_it_on()
    {
        var providers = new SimulatedProviders(hasOutage: false, pace: null);

        foreach (var model in (string[])["gemini-2.5-flash", "claude-sonnet-4-6", "gpt-5.1", "llama3.1"])
        {
            var script = Play(providers, model, Draft);
            Assert.Equal((new TextAnswer("## One\n\nA text."), Continuation.RepeatsAsAsked), (script.Answer, script.Continuation));
        }
    }

    [Fact]
    public void A_section_is_whole_sentences_of_a_source_and_its_heading_chooses_which()
    {
        var paragraphs = Enumerable.Range(0, 40).Select(static i => string.Concat(Enumerable.Repeat($"Sentence {i} of a source goes on for a while. ", 20)));
        string Ask(string heading) => $"Write the section \"{heading}\" in 150 words.\nIt says: x\n\n{string.Join("\n\n", paragraphs)}";

        string?[] passages = [.. Enumerable.Range(0, 20).Select(i => SimulatedWriting.Answer(Ask($"Heading {i}")))];

        Assert.All(passages, static passage => Assert.Matches("^Sentence .*while\\.$", passage));
        Assert.Equal(passages[0], SimulatedWriting.Answer(Ask("Heading 0")));
        Assert.True(passages.Distinct(StringComparer.Ordinal).Count() > 10);
        Assert.Null(SimulatedWriting.Answer("Write the section \"Tails\"\nIt says: x\n\nToo short."));
        Assert.Null(SimulatedWriting.Answer("Find facts"));
    }

    private static ModelScript Play(SimulatedProviders providers, string model, string question) =>
        Assert.IsType<ModelScript>(providers.Direct(new PromptSeen(Protocol.Unknown, model, question, null)));
}
