using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Routing;
using Orchestration.Routing.Classifiers;
using static Orchestration.Routing.RequestClass;

namespace Orchestration.Core.Tests.Routing.Classifiers;

public sealed class HeuristicClassifierTests
{
    private static readonly HeuristicClassifier Classifier = new();

    [Fact]
    public void It_judges_most_of_the_prompts_it_was_set_on_as_people_do()
    {
        var confusion = ConfusionOf(LabelledPrompts.ForTuning);

        TestContext.Current.TestOutputHelper?.WriteLine(confusion.ToString());
        Assert.InRange(confusion.Accuracy, 0.88, 1);
        Assert.InRange(confusion.Underestimated, 0, 0.05);
        Assert.Equal(0, confusion[Complex, Simple]);
    }

    [Fact]
    public void It_judges_prompts_it_has_not_seen_nearly_as_well()
    {
        var confusion = ConfusionOf(LabelledPrompts.HeldOut);

        TestContext.Current.TestOutputHelper?.WriteLine(confusion.ToString());
        Assert.InRange(confusion.Accuracy, 0.65, 1);
        Assert.Equal(0, confusion[Complex, Simple]);
    }

    [Fact]
    public void Effort_that_is_asked_for_raises_the_class()
    {
        Assert.Equal(Simple, Judge(Request("Hi", Effort(ReasoningEffort.Low))));
        Assert.Equal(Moderate, Judge(Request("Hi", Effort(ReasoningEffort.Medium))));
        Assert.Equal(Complex, Judge(Request("Hi", Effort(ReasoningEffort.High))));
    }

    [Fact]
    public void Tools_images_and_large_schemas_raise_the_points()
    {
        var plain = Request("Which of these fits?");
        var members = string.Join(',', Enumerable.Range(0, 20).Select(static i => $"\"p{i}\":{{\"type\":\"string\"}}"));
        using var schema = JsonDocument.Parse($"{{\"type\":\"object\",\"properties\":{{{members}}}}}");

        Assert.True(Points(plain with { Options = new ChatOptions { Tools = [AIFunctionFactory.Create(static () => 1, "one")] } }) > Points(plain));
        Assert.True(Points(plain with { Options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement) } }) > Points(plain));
        Assert.True(Points(plain with { Messages = [new ChatMessage(ChatRole.User, [new TextContent("Which of these fits?"), new UriContent("https://example.com/a.png", "image/png")])] }) > Points(plain));
    }

    [Fact]
    public void Only_the_last_message_of_the_user_is_the_task()
    {
        ClassifiedRequest conversation = new()
        {
            Messages = [new ChatMessage(ChatRole.User, "Prove the theorem step by step."), new ChatMessage(ChatRole.Assistant, "Let us prove it .."), new ChatMessage(ChatRole.User, "Thanks!")],
        };

        Assert.Equal(Simple, Judge(conversation));
    }

    [Fact]
    public void Long_standing_instructions_do_not_make_a_greeting_complex()
    {
        var instructions = string.Concat(Enumerable.Range(0, 40).Select(static i => $"- You must always explain rule {i}, and never debug anything without a plan.\n"));

        Assert.NotEqual(Complex, Judge(Request("Hi", new ChatOptions { Instructions = instructions })));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n\r\n ")]
    [InlineData("-")]
    [InlineData("1")]
    [InlineData("\ud83d")]
    public void Odd_texts_are_simple(string text)
    {
        Assert.Equal(Simple, Judge(Request(text)));
    }

    [Fact]
    public void A_request_without_messages_is_simple()
    {
        Assert.Equal(Simple, Judge(new ClassifiedRequest { Messages = [] }));
    }

    [Fact]
    public void A_text_without_end_is_judged_by_its_beginning_and_its_end()
    {
        Assert.Equal(Complex, Judge(Request($"{new string('x', 1_000_000)} Prove it.")));
    }

    [Fact]
    public void Judging_an_English_text_allocates_nothing()
    {
        var request = Request(string.Join('\n', LabelledPrompts.ForTuning.Select(static prompt => prompt.Text).Where(static text => text.All(char.IsAscii))));

        AssertAllocatesNothing(Classifier, request);
    }

    internal static void AssertAllocatesNothing(IRequestClassifier classifier, ClassifiedRequest request)
    {
        for (var i = 0; i < 3; i++)
        {
            Finish(classifier.ClassifyAsync(request, CancellationToken.None));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Finish(classifier.ClassifyAsync(request, CancellationToken.None));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    private static RequestClass Finish(ValueTask<RequestClass> judged) => judged.IsCompletedSuccessfully ? judged.Result : throw new InvalidOperationException("It did not judge at once.");

    private static ChatOptions Effort(ReasoningEffort effort) => new() { Reasoning = new ReasoningOptions { Effort = effort } };

    private static int Points(ClassifiedRequest request) => HeuristicScore.Of(RequestSigns.Of(request));

    internal static ClassifiedRequest Request(string text, ChatOptions? options = null) => new() { Messages = [new ChatMessage(ChatRole.User, text)], Options = options };

    internal static ClassifierConfusion ConfusionOf(IEnumerable<(string Text, RequestClass Class)> prompts, IRequestClassifier? classifier = null) =>
        ClassifierConfusion.Of(prompts.Select(prompt => (prompt.Class, Judge(Request(prompt.Text), classifier))));

    internal static RequestClass Judge(ClassifiedRequest request, IRequestClassifier? classifier = null) =>
        Finish((classifier ?? Classifier).ClassifyAsync(request, TestContext.Current.CancellationToken));
}
