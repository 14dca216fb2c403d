using Microsoft.Extensions.AI;
using Orchestration.Providers.Local;

namespace Orchestration.Providers.Tests.Local;

public sealed class PromptReaderTests
{
    private static readonly string Long = string.Join(' ', Enumerable.Repeat("The tower has a light.", 12));

    [Theory]
    [InlineData("Do it.\n<source name=\"a.md\">MATERIAL</source>\nBriefly.", "a.md")]
    [InlineData("Do it.\n<draft>MATERIAL</draft>\nBriefly.", null)]
    [InlineData("Do it.\n```text\nMATERIAL\n```\nBriefly.", null)]
    [InlineData("Do it. Briefly.\n\nSources:\nMATERIAL", null)]
    [InlineData("Do it. Briefly.\n---\nMATERIAL", null)]
    [InlineData("Do it. Briefly.\n\nMATERIAL", null)]
    public void Material_is_told_from_instruction(string prompt, string? name)
    {
        var parts = PromptReader.Read([new ChatMessage(ChatRole.User, prompt.Replace("MATERIAL", Long, StringComparison.Ordinal))], null);

        var source = Assert.Single(parts.Sources);
        Assert.Equal((name, Long), (source.Name, source.Text.Trim()));
        Assert.Equal("Do it. Briefly.", Samples.Joined(parts.Instruction));
    }

    [Fact]
    public void A_short_second_paragraph_is_more_instruction()
    {
        var parts = PromptReader.Read([new ChatMessage(ChatRole.User, "Write about tea.\n\nUse a friendly tone.")], null);

        Assert.Empty(parts.Sources);
    }

    [Fact]
    public void Results_of_tools_are_material_and_answers_of_the_assistant_are_not()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.System, "Be brief."), new(ChatRole.User, "What of the tower?"), new(ChatRole.Assistant, "I will look."),
            new(ChatRole.Tool, [new FunctionResultContent("1", "The tower has a light.")]),
        ];

        var parts = PromptReader.Read(messages, "Be exact.");

        Assert.Equal("The tower has a light.", Assert.Single(parts.Sources).Text);
        Assert.Equal("Be exact. Be brief. What of the tower?", Samples.Joined(parts.Instruction));
    }
}
