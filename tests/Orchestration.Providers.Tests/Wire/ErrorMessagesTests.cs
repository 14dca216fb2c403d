using FsCheck;
using FsCheck.Fluent;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Tests.Wire;

public sealed class ErrorMessagesTests
{
    private static readonly string[] Texts =
        ["{0}", "Incorrect API key provided: {0}.", "Bearer {0}", "https://host/v1?key={0}&alt=sse", "api_key={0}", "\"apiKey\": \"{0}\"", "x-api-key: {0} is wrong", "<{0}>", "key '{0}'", "Your key: ****{0}"];

    [Theory]
    [InlineData("Incorrect API key provided: sk-inval****-key. See the page.", "Incorrect API key provided: ***. See the page.")]
    [InlineData("Incorrect API key provided: not-a-re****ized.", "Incorrect API key provided: ***.")]
    [InlineData("The key gsk_Abc123Def456 is wrong", "The key gsk_*** is wrong")]
    [InlineData("GET /v1beta/models?api_key=Abc123Def456 failed", "GET /v1beta/models?api_key=*** failed")]
    [InlineData("Missing bearer or basic authentication in header", "Missing bearer or basic authentication in header")]
    [InlineData("Unknown key: messages in the risk-free task-1", "Unknown key: messages in the risk-free task-1")]
    public void Keys_are_hidden_and_words_are_not(string message, string safe) => Assert.Equal(safe, ErrorMessages.Safe(message, []));

    [Fact]
    public void A_key_that_was_sent_is_never_seen_whatever_it_looks_like()
    {
        var keys = Gen.Elements("correct-horse-battery", "0123456789abcdef", "sk-proj-aZ9_x-1", "ключ-двери", "a.b+c/d==", "****");
        Prop.ForAll(Arb.From(keys), Arb.From(Gen.Elements(Texts)), static (key, text) =>
        {
            var message = string.Format(System.Globalization.CultureInfo.InvariantCulture, text, key);
            Assert.DoesNotContain(key == "****" ? "\0" : key, ErrorMessages.Safe(message, [null, "", key]), StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void A_long_message_is_cut_but_not_within_a_character()
    {
        var safe = ErrorMessages.Safe(new string('a', 499) + "🐳🐳", []);

        Assert.Equal(new string('a', 499) + "…", safe);
    }
}
