using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Caching;
using Orchestration.Core.Tests.Prompts;
using Orchestration.Prompts.Unicode;
using Orchestration.Prompts;

namespace Orchestration.Core.Tests.Caching;

public sealed class CacheKeyTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse("""{"type":"object","properties":{"city":{"type":"string"}}}""").RootElement;

    /// <summary>Keys as they were when their format was made. A change of any of them is a new format version.</summary>
    public static TheoryData<string, string> Golden => new()
    {
        { "empty", "079c87c50584596848d6e778355b973a339ab7080ba1fddd8e9882c464e3e210" },
        { "plain", "eb2f93b85016729b3af01567b9e45b57b2c3ddc637dfcef19f96b081f6a171d7" },
        { "options", "2b7d420165bc87c2de56b35d3ba72493113407754e42627d686ee2f5ba6af502" },
        { "tools", "a983570b920d7d054d8c1c0b8b61c06c137b3e71f96fe3a6a71d67044ccf5e86" },
        { "decomposed", "7fc46845d953f8fe312bceaf5a33364a787ad32441b3370e79f95a008a5c3a32" },
        { "emoji", "fd29c5c0f6ef43453794467877c2f67324350f5246982ba124932597980c4435" },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Keys_are_those_of_every_other_process(string request, string key)
    {
        var (messages, options) = GoldenRequest(request);

        Assert.Equal(key, CacheKey.Compute("acme", "large", messages, options).ToString());
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Culture_makes_no_difference(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);

            foreach (var (request, key) in Golden.Select(row => row.Data))
            {
                Keys_are_those_of_every_other_process(request, key);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [MemberData(nameof(SeenTexts.Alike), MemberType = typeof(SeenTexts))]
    public void Prompts_that_look_the_same_share_a_key(string text, string lookalike)
    {
        Assert.Equal(KeyOf(text), KeyOf(lookalike));
        Assert.Equal(KeyOf("hi", new() { Instructions = text }), KeyOf("hi", new() { Instructions = lookalike }));
    }

    [Fact]
    public void Prompts_that_look_different_never_share_a_key()
    {
        var keys = SeenTexts.Different.Select(text => KeyOf(text)).ToHashSet();

        Assert.Equal(SeenTexts.Different.Count, keys.Count);
    }

    [Fact]
    public void Scope_model_and_every_field_is_kept_apart()
    {
        ChatMessage[] messages = [new(ChatRole.User, "hi")];
        CacheKey?[] keys =
        [
            CacheKey.Compute("a", "bc", messages, null), CacheKey.Compute("ab", "c", messages, null), CacheKey.Compute("abc", "", messages, null),
            CacheKey.Compute("", "abc", messages, null), CacheKey.Compute("b", "bc", messages, null),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void A_request_with_its_canonical_form_at_hand_has_the_same_key()
    {
        foreach (var text in SeenTexts.Different.Concat(SeenTexts.Alike.Select(row => row.Data.Item2)))
        {
            ChatMessage[] messages = [new(ChatRole.System, "Answer."), new(ChatRole.User, text)];
            using var request = CanonicalRequest.Of(messages, null);

            Assert.Equal(CacheKey.Compute("acme", "large", messages, null), CacheKey.Compute("acme", "large", request, messages, null));
        }
    }

    [Fact]
    public void What_is_sent_is_never_normalized()
    {
        using var request = CanonicalRequest.Of([new(ChatRole.User, "cafe\u0301\r\n")], null);

        Assert.Contains("cafe\u0301\\r\\n", request.ToJson().ToString(), StringComparison.Ordinal);
        Assert.False(request.IsNormalized);
    }

    [Fact]
    public void Only_what_a_person_writes_is_normalized()
    {
        var keys = new[] { "a\nb", "a\r\nb" }.Select(text => new[]
        {
            KeyOf("hi", new() { StopSequences = [text] }),
            KeyOf("hi", new() { AdditionalProperties = new() { ["k"] = text } }),
            CacheKey.Compute("acme", "large", [new(ChatRole.Tool, [new FunctionResultContent("i", text)])], null),
            CacheKey.Compute("acme", "large", [new(ChatRole.Assistant, [new TextReasoningContent(text)])], null),
        }).ToArray();

        Assert.All(keys[0].Zip(keys[1]), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void A_request_that_cannot_be_written_exactly_has_no_key()
    {
        ChatMessage[] messages = [new(ChatRole.User, "hi")];
        var options = new ChatOptions { RawRepresentationFactory = static _ => null };
        using var request = CanonicalRequest.Of(messages, options);

        Assert.Null(CacheKey.Compute("acme", "large", messages, options));
        Assert.Null(CacheKey.Compute("acme", "large", request, messages, options));
    }

    [Fact]
    public void The_key_is_written_as_64_lower_case_hex_digits() => Assert.Matches("^[0-9a-f]{64}$", KeyOf("hi").ToString()!);

    [Fact]
    public void The_format_names_the_unicode_version_of_the_tables() => Assert.Equal("15.0.0", UnicodeTables.Version);

    private static CacheKey? KeyOf(string text, ChatOptions? options = null) => CacheKey.Compute("acme", "large", [new(ChatRole.User, text)], options);

    private static (ChatMessage[] Messages, ChatOptions? Options) GoldenRequest(string name) => name switch
    {
        "empty" => ([], null),
        "plain" => ([new(ChatRole.System, "Answer briefly."), new(ChatRole.User, "What is tea?")], null),
        "options" => ([new(ChatRole.User, "What is tea?")], new()
        {
            Temperature = 0.7f,
            TopP = 0.95f,
            MaxOutputTokens = 512,
            Seed = 42,
            StopSequences = ["END"],
            Reasoning = new() { Effort = ReasoningEffort.High },
            ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "place", "A place."),
            AdditionalProperties = new() { ["user"] = "u-1", ["logprobs"] = true, ["bias"] = 1.5 },
        }),
        "tools" => ([new(ChatRole.User, "Weather?"), new(ChatRole.Assistant, [new FunctionCallContent("1", "weather", new Dictionary<string, object?> { ["city"] = "Paris" })])],
            new() { Tools = [AIFunctionFactory.CreateDeclaration("weather", "Says how the weather is.", Schema)], ToolMode = ChatToolMode.RequireAny }),
        "decomposed" => ([new(ChatRole.User, "\uFEFFDe\u0301ja\u0300 vu\u00A0!\r\n  \u1112\u1161\u11AB\u2028\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645\u200E  \n")], null),
        "emoji" => ([new(ChatRole.User, "\U0001F468\u200D\U0001F469\u200D\U0001F467 \U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F \u2764\uFE0F a\uFE0Fb")], null),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
