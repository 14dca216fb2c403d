using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Prompts;

namespace Orchestration.Core.Tests.Prompts;

public sealed class PromptTests
{
    [Theory]
    [InlineData("")]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    [InlineData("fr-FR")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("sv-SE")]
    public void Interpolation_does_not_follow_the_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var (half, many, below, day) = (0.5m, 1234567.89, -3, new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc));

            var prompt = Prompt.Text($"{half} {many:N2} {below} {day} {day:D} {1.5f,6} {0.25:P0} {TimeSpan.FromSeconds(1.5):g} {'c'} {"text"} {(object)2.5}");

            Assert.Equal("0.5 1,234,567.89 -3 03/04/2026 05:06:07 Wednesday, 04 March 2026    1.5 25 % 0:00:01.5 c text 2.5", TextOf(prompt));
            Assert.Equal("0.5", TextOf(Prompt.Json(AnswerJson.Default.Answer, $"{half}")));
            var built = Prompt.System($"{half}").User($"{half}").Assistant($"{half}").AsText();
            Assert.All(built.Messages, static message => Assert.Equal("0.5", Assert.IsType<TextPart>(Assert.Single(message.Parts)).Text));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_text_that_is_no_interpolation_stays_as_it_is() => Assert.Equal("{0} is {not} a hole\r\n", TextOf(Prompt.Text("{0} is {not} a hole\r\n")));

    [Fact]
    public void Each_call_of_the_builder_gives_a_new_prompt_and_leaves_the_old_one()
    {
        var start = Prompt.System("Be brief.");

        var first = start.User("One.").With(new() { Temperature = 0.1f }).AsText();
        var second = start.User("Two.").AsText();
        var changed = first with { Messages = second.Messages };
        var withValue = first.WithFallback("none");

        Assert.Equal(["Be brief.", "One."], first.Messages.Select(static message => ((TextPart)message.Parts[0]).Text));
        Assert.Equal(["Be brief.", "Two."], second.Messages.Select(static message => ((TextPart)message.Parts[0]).Text));
        Assert.Equal(second.Messages, changed.Messages);
        Assert.Null(second.Options.Temperature);
        Assert.Equal((false, true), (first.HasFallback, withValue.HasFallback));
        Assert.Equal(0.1f, withValue.Options.Temperature);
        Assert.Equal("none", withValue.FallbackValue());
    }

    [Fact]
    public void What_is_sent_is_the_callers_to_change_without_touching_the_prompt()
    {
        var prompt = Prompt.User("Hello.").With(new() { StopSequences = ["END"] }).AsText();

        prompt.ToChatMessages()[0].Contents.Clear();
        prompt.ToChatMessages().Clear();
        prompt.ToChatOptions().StopSequences!.Add("more");

        Assert.Equal("Hello.", Assert.Single(prompt.ToChatMessages()).Text);
        Assert.Equal(["END"], prompt.ToChatOptions().StopSequences);
    }

    [Fact]
    public void Messages_become_chat_messages_of_their_roles()
    {
        var prompt = Prompt.System("Rules.").User("Question?").Assistant("Answer.").User("Thanks.").AsText();

        Assert.Equal(
            [(ChatRole.System, "Rules."), (ChatRole.User, "Question?"), (ChatRole.Assistant, "Answer."), (ChatRole.User, "Thanks.")],
            prompt.ToChatMessages().Select(static message => (message.Role, message.Text)));
    }

    [Fact]
    public void Images_follow_the_text_as_bytes_or_as_an_address()
    {
        var prompt = Prompt.User("Describe these.", new ImagePart(new byte[] { 1, 2, 3 }, "image/png"), new ImageLinkPart(new Uri("https://example.org/a.jpg"), "image/jpeg")).AsText();

        var contents = Assert.Single(prompt.ToChatMessages()).Contents;

        Assert.Equal("Describe these.", Assert.IsType<TextContent>(contents[0]).Text);
        var bytes = Assert.IsType<DataContent>(contents[1]);
        Assert.Equal([1, 2, 3], bytes.Data.ToArray());
        Assert.Equal("image/png", bytes.MediaType);
        Assert.Equal("https://example.org/a.jpg", Assert.IsType<UriContent>(contents[2]).Uri.ToString());
    }

    [Fact]
    public void Tool_calls_and_their_results_come_back_as_they_were()
    {
        var answer = new Completion { Text = "Let me look.", ToolCalls = [new ToolCall("call-1", "search", """{"query":"tea","top":3}""")] };

        var messages = Prompt.User("Find tea.").Assistant(answer).ToolResult("call-1", "[]").AsCompletion().ToChatMessages();

        Assert.Equal("Let me look.", messages[1].Text);
        var call = Assert.IsType<FunctionCallContent>(messages[1].Contents[1]);
        Assert.Equal(("call-1", "search", "tea"), (call.CallId, call.Name, ((JsonElement)call.Arguments!["query"]!).GetString()));
        Assert.Equal(ChatRole.Tool, messages[2].Role);
        Assert.Equal("call-1", Assert.IsType<FunctionResultContent>(Assert.Single(messages[2].Contents)).CallId);
    }

    [Fact]
    public void Every_option_reaches_the_chat_options()
    {
        var tool = AIFunctionFactory.Create(static (string query) => query, "search");
        var prompt = Prompt.User("x").With(new()
        {
            Temperature = 0.2f,
            TopP = 0.9f,
            MaxOutputTokens = 300,
            StopSequences = ["END"],
            Seed = 42,
            ReasoningEffort = ReasoningEffort.Low,
            Tools = [tool],
            ToolMode = ChatToolMode.RequireAny,
            Additional = new PromptOptions().Additional.Add("vendor_option", true),
        }).AsText();

        var options = prompt.ToChatOptions();

        Assert.Equal((0.2f, 0.9f, 300, 42L), (options.Temperature, options.TopP, options.MaxOutputTokens, options.Seed));
        Assert.Equal(["END"], options.StopSequences);
        Assert.Equal(ReasoningEffort.Low, options.Reasoning?.Effort);
        Assert.Same(tool, Assert.Single(options.Tools!));
        Assert.Same(ChatToolMode.RequireAny, options.ToolMode);
        Assert.Equal(true, options.AdditionalProperties!["vendor_option"]);
        Assert.Equal(9, typeof(PromptOptions).GetProperties().Length);
    }

    [Fact]
    public void What_is_not_set_is_the_models_own_default()
    {
        var options = Prompt.Text("x").ToChatOptions();

        Assert.Null(options.Temperature);
        Assert.Null(options.MaxOutputTokens);
        Assert.Null(options.StopSequences);
        Assert.Null(options.Tools);
        Assert.Null(options.ResponseFormat);
        Assert.Null(options.AdditionalProperties);
    }

    [Fact]
    public void A_json_prompt_shows_the_model_the_schema_of_its_type()
    {
        var format = Assert.IsType<ChatResponseFormatJson>(Prompt.Json(AnswerJson.Default.Answer, "x").ToChatOptions().ResponseFormat);

        var schema = format.Schema!.Value;
        Assert.Equal("Answer", format.SchemaName);
        Assert.Equal(["title", "tags", "stars"], schema.GetProperty("properties").EnumerateObject().Select(static property => property.Name));
        Assert.Equal(["title", "tags"], schema.GetProperty("required").EnumerateArray().Select(static name => name.GetString()));
        Assert.Equal("string", schema.GetProperty("properties").GetProperty("title").GetProperty("type").GetString());
    }

    private static string TextOf(Prompt prompt) => Assert.IsType<TextPart>(Assert.Single(Assert.Single(prompt.Messages).Parts)).Text;
}

internal sealed record Answer(string Title, IReadOnlyList<string> Tags, int Stars = 3);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
