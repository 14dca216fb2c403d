using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Prompts;

namespace Orchestration.Core.Tests.Prompts;

public sealed class CanonicalRequestTests
{
    /// <summary>Members that no model is sent. Everything else must change the bytes or say that they are not exact.</summary>
    private static readonly HashSet<string> DenyList =
    [
        "ChatOptions.ModelId", "ChatMessage.MessageId", "ChatMessage.CreatedAt", "ChatMessage.RawRepresentation", "ChatMessage.Text",
        "AIContent.RawRepresentation", "FunctionCallContent.Exception", "FunctionResultContent.Exception", "UsageContent.Details",
        "HostedFileContent.SizeInBytes", "HostedFileContent.CreatedAt", "DataContent.Uri", "DataContent.Base64Data",
        "AIAnnotation.RawRepresentation",
    ];

    private const ChatOptions? NoOptions = null;

    private static readonly JsonElement Schema = JsonDocument.Parse("""{"type":"object","properties":{"b":{"type":"string"},"a":{"type":"number"}}}""").RootElement;

    /// <summary>For each member, one way to set it to something that counts.</summary>
    private static readonly Dictionary<string, Action<ChatOptions>> OptionChanges = new()
    {
        ["ConversationId"] = options => options.ConversationId = "c",
        ["Instructions"] = options => options.Instructions = "Be brief.",
        ["Temperature"] = options => options.Temperature = 0.5f,
        ["MaxOutputTokens"] = options => options.MaxOutputTokens = 5,
        ["TopP"] = options => options.TopP = 0.5f,
        ["TopK"] = options => options.TopK = 5,
        ["FrequencyPenalty"] = options => options.FrequencyPenalty = 0.5f,
        ["PresencePenalty"] = options => options.PresencePenalty = 0.5f,
        ["Seed"] = options => options.Seed = 5,
        ["Reasoning"] = options => options.Reasoning = new() { Effort = ReasoningEffort.High },
        ["ResponseFormat"] = options => options.ResponseFormat = ChatResponseFormat.Json,
        ["StopSequences"] = options => options.StopSequences = ["stop"],
        ["AllowMultipleToolCalls"] = options => options.AllowMultipleToolCalls = false,
        ["ToolMode"] = options => options.ToolMode = ChatToolMode.RequireAny,
        ["Tools"] = options => options.Tools = [Tool("t", "d")],
        ["AllowBackgroundResponses"] = options => options.AllowBackgroundResponses = true,
        ["ContinuationToken"] = options => options.ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 }),
        ["RawRepresentationFactory"] = options => options.RawRepresentationFactory = static _ => null,
        ["AdditionalProperties"] = options => options.AdditionalProperties = new() { ["k"] = 1 },
    };

#pragma warning disable MEAI001 // The canonical form covers properties that may still change.
    private static readonly Dictionary<Type, (Func<AIContent> Make, Dictionary<string, Action<AIContent>> Changes)> Contents = new()
    {
        [typeof(AIContent)] = (() => new AIContent(), []),
        [typeof(TextContent)] = (() => new TextContent("t"), new() { ["Text"] = content => ((TextContent)content).Text = "u" }),
        [typeof(TextReasoningContent)] = (() => new TextReasoningContent("t"), new()
        {
            ["Text"] = content => ((TextReasoningContent)content).Text = "u",
            ["ProtectedData"] = content => ((TextReasoningContent)content).ProtectedData = "p",
        }),
        [typeof(DataContent)] = (() => new DataContent(new byte[] { 1 }, "image/png"), new() { ["Name"] = content => ((DataContent)content).Name = "n" }),
        [typeof(UriContent)] = (() => new UriContent("http://a/b", "image/png"), new()
        {
            ["Uri"] = content => ((UriContent)content).Uri = new("http://a/c"),
            ["MediaType"] = content => ((UriContent)content).MediaType = "image/jpeg",
        }),
        [typeof(ErrorContent)] = (() => new ErrorContent("m"), new()
        {
            ["Message"] = content => ((ErrorContent)content).Message = "n",
            ["ErrorCode"] = content => ((ErrorContent)content).ErrorCode = "c",
            ["Details"] = content => ((ErrorContent)content).Details = "d",
        }),
        [typeof(HostedFileContent)] = (() => new HostedFileContent("f"), new()
        {
            ["FileId"] = content => ((HostedFileContent)content).FileId = "g",
            ["MediaType"] = content => ((HostedFileContent)content).MediaType = "text/plain",
            ["Name"] = content => ((HostedFileContent)content).Name = "n",
            ["Purpose"] = content => ((HostedFileContent)content).Purpose = "p",
            ["Scope"] = content => ((HostedFileContent)content).Scope = "s",
        }),
        [typeof(HostedVectorStoreContent)] = (() => new HostedVectorStoreContent("v"), new()
        {
            ["VectorStoreId"] = content => ((HostedVectorStoreContent)content).VectorStoreId = "w",
        }),
        [typeof(FunctionCallContent)] = (() => new FunctionCallContent("i", "n"), new()
        {
            ["Arguments"] = content => ((FunctionCallContent)content).Arguments = new Dictionary<string, object?> { ["a"] = 1 },
            ["InformationalOnly"] = content => ((FunctionCallContent)content).InformationalOnly = true,
        }),
        [typeof(FunctionResultContent)] = (() => new FunctionResultContent("i", "r"), new() { ["Result"] = content => ((FunctionResultContent)content).Result = "s" }),
        [typeof(ToolCallContent)] = (() => new ToolCallContent("i"), []),
        [typeof(ToolResultContent)] = (() => new ToolResultContent("i"), []),
        [typeof(McpServerToolCallContent)] = (() => new McpServerToolCallContent("i", "n", "s"), new()
        {
            ["Arguments"] = content => ((McpServerToolCallContent)content).Arguments = new Dictionary<string, object?> { ["a"] = 1 },
        }),
        [typeof(McpServerToolResultContent)] = (() => new McpServerToolResultContent("i"), new()
        {
            ["Outputs"] = content => ((McpServerToolResultContent)content).Outputs = [new TextContent("o")],
        }),
        [typeof(CodeInterpreterToolCallContent)] = (() => new CodeInterpreterToolCallContent("i"), new()
        {
            ["Inputs"] = content => ((CodeInterpreterToolCallContent)content).Inputs = [new TextContent("o")],
        }),
        [typeof(CodeInterpreterToolResultContent)] = (() => new CodeInterpreterToolResultContent("i"), new()
        {
            ["Outputs"] = content => ((CodeInterpreterToolResultContent)content).Outputs = [new TextContent("o")],
        }),
        [typeof(ImageGenerationToolCallContent)] = (() => new ImageGenerationToolCallContent("i"), []),
        [typeof(ImageGenerationToolResultContent)] = (() => new ImageGenerationToolResultContent("i"), new()
        {
            ["Outputs"] = content => ((ImageGenerationToolResultContent)content).Outputs = [new TextContent("o")],
        }),
        [typeof(WebSearchToolCallContent)] = (() => new WebSearchToolCallContent("i"), new()
        {
            ["Queries"] = content => ((WebSearchToolCallContent)content).Queries = ["q"],
        }),
        [typeof(WebSearchToolResultContent)] = (() => new WebSearchToolResultContent("i"), new()
        {
            ["Outputs"] = content => ((WebSearchToolResultContent)content).Outputs = [new TextContent("o")],
        }),
        [typeof(ToolApprovalRequestContent)] = (() => new ToolApprovalRequestContent("i", new FunctionCallContent("i", "n")), new()
        {
            ["RequiresConfirmation"] = content => ((ToolApprovalRequestContent)content).RequiresConfirmation = !((ToolApprovalRequestContent)content).RequiresConfirmation,
        }),
        [typeof(ToolApprovalResponseContent)] = (() => new ToolApprovalResponseContent("i", true, new FunctionCallContent("i", "n")), new()
        {
            ["Reason"] = content => ((ToolApprovalResponseContent)content).Reason = "r",
        }),
    };
#pragma warning restore MEAI001

    [Fact]
    public void Every_option_makes_a_difference_or_is_on_the_deny_list()
    {
        foreach (var property in typeof(ChatOptions).GetProperties())
        {
            if (DenyList.Contains($"ChatOptions.{property.Name}"))
            {
                continue;
            }

            Assert.True(OptionChanges.TryGetValue(property.Name, out var change), $"ChatOptions.{property.Name} is new: cover it or deny it.");
            var options = new ChatOptions();
            change(options);
            AssertTold(Written(NoOptions), Written(options), property.Name);
        }
    }

    [Fact]
    public void Every_kind_of_content_and_every_member_makes_a_difference_or_is_on_the_deny_list()
    {
        foreach (var type in typeof(AIContent).Assembly.GetExportedTypes().Where(type => typeof(AIContent).IsAssignableFrom(type)
            && type != typeof(UsageContent) && type.GetConstructors().Length > 0))
        {
            Assert.True(Contents.TryGetValue(type, out var known), $"{type.Name} is new: cover it.");
            foreach (var property in type.GetProperties().Where(property => property.SetMethod?.IsPublic == true))
            {
                if (DenyList.Contains($"{property.DeclaringType!.Name}.{property.Name}"))
                {
                    continue;
                }

                var changed = known.Make();
                if (property.Name == "AdditionalProperties")
                {
                    changed.AdditionalProperties = new() { ["k"] = "v" };
                }
                else if (property.Name == "Annotations")
                {
                    changed.Annotations = [new CitationAnnotation { Title = "t" }];
                }
                else
                {
                    Assert.True(known.Changes.TryGetValue(property.Name, out var change), $"{type.Name}.{property.Name} is new: cover it or deny it.");
                    change(changed);
                }

                AssertTold(Written(known.Make()), Written(changed), $"{type.Name}.{property.Name}");
            }
        }
    }

    [Fact]
    public void No_two_kinds_of_content_are_written_alike()
    {
        var written = Contents.Values.Select(known => Written(known.Make()).Json).ToArray();

        Assert.Equal(written.Length, written.Distinct().Count());
    }

    [Fact]
    public void Members_that_only_a_constructor_sets_make_a_difference()
    {
        AIContent[] contents =
        [
            new FunctionCallContent("i", "n"), new FunctionCallContent("j", "n"), new FunctionCallContent("i", "m"),
            new FunctionResultContent("i", "r"), new FunctionResultContent("j", "r"), new FunctionResultContent("i", 1), new FunctionResultContent("i", "1"),
            new DataContent(new byte[] { 1 }, "image/png"), new DataContent(new byte[] { 2 }, "image/png"), new DataContent(new byte[] { 1 }, "image/jpeg"),
            new DataContent(new byte[100_000], "image/png"), new DataContent(new byte[100_001], "image/png"),
            new McpServerToolCallContent("i", "n", "s"), new McpServerToolCallContent("i", "n", "t"), new McpServerToolCallContent("i", "m", "s"),
            new ToolApprovalResponseContent("i", true, new FunctionCallContent("i", "n")), new ToolApprovalResponseContent("i", false, new FunctionCallContent("i", "n")),
            new ToolApprovalResponseContent("i", true, new FunctionCallContent("i", "m")), new ToolApprovalResponseContent("j", true, new FunctionCallContent("i", "n")),
        ];

        Assert.Equal(contents.Length, contents.Select(content => Written(content).Json).Distinct().Count());
    }

    [Fact]
    public void Every_part_of_tools_formats_and_modes_makes_a_difference()
    {
        ChatOptions[] options =
        [
            new(), new() { Tools = [Tool("t", "d")] }, new() { Tools = [Tool("u", "d")] }, new() { Tools = [Tool("t", "e")] },
            new() { Tools = [AIFunctionFactory.CreateDeclaration("t", "d", JsonDocument.Parse("{}").RootElement)] },
            new() { Tools = [Tool("t", "d"), Tool("u", "d")] }, new() { Tools = [Tool("u", "d"), Tool("t", "d")] },
            new() { Tools = [new HostedWebSearchTool()] }, new() { Tools = [new HostedCodeInterpreterTool()] }, new() { Tools = [new HostedFileSearchTool()] },
            new() { Tools = [new HostedFileSearchTool { MaximumResultCount = 3 }] },
            new() { Tools = [new HostedMcpServerTool("s", "http://a")] }, new() { Tools = [new HostedMcpServerTool("s", "http://b")] },
            new() { Tools = [new HostedMcpServerTool("s", "http://a") { Headers = new Dictionary<string, string> { ["k"] = "v" } }] },
            new() { Tools = [new HostedMcpServerTool("s", "http://a") { Headers = new Dictionary<string, string> { ["k"] = "w" } }] },
            new() { Tools = [new HostedMcpServerTool("s", "http://a") { ApprovalMode = HostedMcpServerToolApprovalMode.AlwaysRequire }] },
            new() { ResponseFormat = ChatResponseFormat.Text }, new() { ResponseFormat = ChatResponseFormat.Json },
            new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema) }, new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "n") },
            new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "n", "d") },
            new() { ToolMode = ChatToolMode.None }, new() { ToolMode = ChatToolMode.RequireAny }, new() { ToolMode = ChatToolMode.RequireSpecific("t") },
            new() { ToolMode = ChatToolMode.RequireSpecific("required") },
            new() { Reasoning = new() { Effort = ReasoningEffort.Low } }, new() { Reasoning = new() { Output = ReasoningOutput.Summary } },
            new() { StopSequences = ["a", "b"] }, new() { StopSequences = ["b", "a"] }, new() { StopSequences = ["ab"] },
            new() { AllowMultipleToolCalls = true }, new() { AllowMultipleToolCalls = false },
        ];

        Assert.Equal(options.Length, options.Select(each => Written(each).Json).Distinct().Count());
        Assert.All(options, each => Assert.Null(Written(each).Inexact));
    }

    [Fact]
    public void Defaults_and_absence_are_the_same()
    {
        var expected = Written(NoOptions).Json;

        Assert.Equal(expected, Written(new ChatOptions()).Json);
        Assert.Equal(expected, Written(new ChatOptions
        {
            Tools = [],
            StopSequences = [],
            AdditionalProperties = [],
            Reasoning = new(),
            ToolMode = ChatToolMode.Auto,
            AllowBackgroundResponses = false,
            ModelId = "elsewhere",
        }).Json);
    }

    [Fact]
    public void Ids_times_and_usage_of_messages_make_no_difference()
    {
        var plain = new ChatMessage(ChatRole.Assistant, "hi");
        var annotated = new ChatMessage(ChatRole.Assistant, "hi") { MessageId = "m", CreatedAt = DateTimeOffset.UnixEpoch, RawRepresentation = new object() };
        annotated.Contents.Add(new UsageContent(new() { InputTokenCount = 3 }));

        Assert.Equal(Of([plain], null).Json, Of([annotated], null).Json);
    }

    [Fact]
    public void Role_author_order_and_the_borders_of_messages_and_contents_make_a_difference()
    {
        ChatMessage[][] requests =
        [
            [new(ChatRole.User, "ab")], [new(ChatRole.System, "ab")], [new(ChatRole.User, "ab") { AuthorName = "n" }],
            [new(ChatRole.User, "a"), new(ChatRole.User, "b")], [new(ChatRole.User, "b"), new(ChatRole.User, "a")],
            [new(ChatRole.User, [new TextContent("a"), new TextContent("b")])], [new(ChatRole.User, "ab") { AdditionalProperties = new() { ["k"] = true } }],
            [new(ChatRole.User, "a\",\"b")], [],
        ];

        Assert.Equal(requests.Length, requests.Select(each => Of(each, null).Json).Distinct().Count());
    }

    [Fact]
    public void Dictionaries_are_sorted_and_json_keeps_its_order()
    {
        var forward = new ChatOptions { AdditionalProperties = new() { ["a"] = 1, ["b"] = 2 } };
        var backward = new ChatOptions { AdditionalProperties = new() { ["b"] = 2, ["a"] = 1 } };

        Assert.Equal(Written(forward).Json, Written(backward).Json);
        Assert.Contains("""{"b":{"type":"string"},"a":{"type":"number"}}""", Written(new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema) }).Json, StringComparison.Ordinal);
    }

    [Fact]
    public void White_space_and_escapes_of_json_values_make_no_difference()
    {
        var loose = JsonDocument.Parse("{ \"\\u0061\" : [ 1 , \"\\u00e9\\n\" ] }").RootElement;
        var tight = JsonDocument.Parse("{\"a\":[1,\"\u00E9\\u000a\"]}").RootElement;
        var node = JsonNode.Parse("{\"a\":[1,\"\u00E9\\n\"]}");

        Assert.Equal(Written(Extra(tight)).Json, Written(Extra(loose)).Json);
        Assert.Equal(Written(Extra(tight)).Json, Written(Extra(node)).Json);
        Assert.Equal(Written(Extra(tight)).Json, Written(Extra(new Dictionary<string, object?> { ["a"] = new object[] { 1, "\u00E9\n" } })).Json);
    }

    [Fact]
    public void What_cannot_be_said_is_said_to_be_missing()
    {
        var cycle = new List<object?>();
        cycle.Add(cycle);
        object?[] values = [new object(), DayOfWeek.Friday, double.NaN, float.PositiveInfinity, new Dictionary<int, int> { [1] = 1 }, cycle, new Version(1, 2)];

        Assert.All(values, value => Assert.NotNull(Written(Extra(value)).Inexact));
        Assert.NotNull(Written(new OtherContent()).Inexact);
        Assert.NotNull(Written(new AIContent { RawRepresentation = 1 }).Inexact);
        Assert.NotNull(Written(new OtherOptions()).Inexact);
        Assert.NotNull(Written(new ChatOptions { Tools = [new OtherTool()] }).Inexact);
        Assert.NotNull(Written(new FunctionResultContent("i", new { a = 1 })).Inexact);
    }

    [Fact]
    public void The_bytes_are_json_and_say_what_was_written()
    {
        const string Text = "\u0000\u001F\"\\/\n\r\t\u007F\u0085\u2028\u00E9\uD55C\U0001F600 end  ";
        var written = Of([new(ChatRole.User, Text)], new() { Temperature = 0.7f, MaxOutputTokens = 10, Seed = long.MaxValue, Tools = [Tool("t", "d")] });

        using var document = JsonDocument.Parse(written.Json);
        Assert.Equal(Text, document.RootElement.GetProperty("messages")[0].GetProperty("contents")[0].GetProperty("text").GetString());
        Assert.Equal(0.7f, document.RootElement.GetProperty("temperature").GetSingle());
        Assert.Equal(long.MaxValue, document.RootElement.GetProperty("seed").GetInt64());
    }

    [Fact]
    public void A_lone_surrogate_is_written_as_the_replacement_character() =>
        Assert.Contains("a\uFFFDb", Of([new(ChatRole.User, "a\uD800b")], null).Json, StringComparison.Ordinal);

    [Fact]
    public void Credentials_of_a_tool_server_are_not_written()
    {
        var tool = new HostedMcpServerTool("s", "http://a") { Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer secret" } };

        Assert.DoesNotContain("secret", Written(new ChatOptions { Tools = [tool] }).Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("fa-IR")]
    public void Culture_makes_no_difference(string culture)
    {
        var options = Extra(new object[] { 1.5, -2.25m, 1e-7, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1.5), "I" });
        options.Temperature = 0.25f;
        var expected = Written(options).Json;
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);

            Assert.Equal(expected, Written(options).Json);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_hash_is_that_of_the_bytes_and_outlives_them()
    {
        var request = CanonicalRequest.Of([new(ChatRole.User, "hi")], null);
        var json = request.ToJson();
        var hash = request.Hash;

        request.Dispose();
        request.Dispose();

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(json.Utf8.Span)), hash);
        Assert.Equal(hash, request.Hash);
        Assert.Equal("""{"messages":[{"role":"user","contents":[{"text":"hi"}]}]}""", json.ToString());
    }

    private static ChatOptions Extra(object? value) => new() { AdditionalProperties = new() { ["k"] = value } };

    private static AIFunctionDeclaration Tool(string name, string description) => AIFunctionFactory.CreateDeclaration(name, description, Schema);

    private static (string Json, string? Inexact) Written(ChatOptions? options) => Of([new(ChatRole.User, "hi")], options);

    private static (string Json, string? Inexact) Written(AIContent content) => Of([new(ChatRole.User, [content])], null);

    private static (string Json, string? Inexact) Of(ChatMessage[] messages, ChatOptions? options)
    {
        using var request = CanonicalRequest.Of(messages, options);
        return (Encoding.UTF8.GetString(request.Utf8), request.InexactReason);
    }

    private static void AssertTold((string Json, string? Inexact) before, (string Json, string? Inexact) after, string what) =>
        Assert.True(before.Json != after.Json || after.Inexact is not null, $"{what} makes no difference.");

    private sealed class OtherContent : AIContent;

    private sealed class OtherOptions : ChatOptions;

    private sealed class OtherTool : AITool;
}
