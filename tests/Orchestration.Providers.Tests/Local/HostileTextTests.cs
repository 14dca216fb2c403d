using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Local;

namespace Orchestration.Providers.Tests.Local;

public sealed class HostileTextTests
{
    private static readonly string[] Pieces =
    [
        "<source>", "</source>", "<source name=\"", "\">", "```", "\"\"\"", "---", "\n", "\r\n", "\n\n", "# ", "- ", "|", "(", ")", ". ", "! ", "…", "a", "The whale breathes", "1,000",
        "99999999999999999999999", "2000-13-45", "30 February 1900", "\ud83d", "\udc33", "🐳", "\0", "é", "e\u0301", "茶", "ไทย", "\u202e", "at most 0 words", "999999999 words", "0 sentences", "“", "polish", "title",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_text_breaks_it(bool json)
    {
        var prompts = Gen.Elements(Pieces).ListOf().Select(static pieces => string.Concat(pieces));
        var options = new ChatOptions { ResponseFormat = json ? ChatResponseFormat.Json : ChatResponseFormat.Text };

        Prop.ForAll(Arb.From(prompts), prompt =>
        {
            var messages = new[] { new ChatMessage(ChatRole.User, $"{prompt}\n<source>{prompt} It is so.</source>") };
            var answer = Answer.To(PromptReader.Read(messages, null), options);
            Assert.NotEmpty(answer.Text);
            Assert.Equal(answer.Text, string.Concat(WordGroups.Of(answer.Text)));
            if (json)
            {
                using var _ = JsonDocument.Parse(answer.Text);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }
}
