using Microsoft.Extensions.AI;
using Orchestration.Providers.Local;

namespace Orchestration.Providers.Tests.Local;

/// <summary>Material and shorthand that the tests of the local model share.</summary>
internal static class Samples
{
    public const string Bees = """
        # The dance of the honey bee

        A honey bee that has found flowers returns to the hive and dances on the comb. Karl von Frisch
        described the dance in 1927, and received the Nobel Prize for it in 1973. The waggle dance tells
        direction by its angle to the vertical, and distance by its length. A run of one second means
        about 1,000 metres, i.e. 0.62 miles.

        ## The hive

        A strong hive holds 50,000 workers in summer. Dr. J. H. Smith counted them by weight. The queen lays
        up to 2,000 eggs a day. Drones do not gather nectar.

        - Workers live six weeks in summer.
        - Winter bees live for six months.

        ## Honey

        Bees make honey from nectar by drying it to 18 percent water. One kilogram of honey takes some 4 million visits to flowers.
        Honey keeps for years because it holds too little water for yeast.
        """;

    public const string Tea = """
        Tea is made from the leaves of Camellia sinensis. Green tea is steamed or fired soon after it is picked. Black tea is left to oxidize. The first tea reached London in 1657.
        On 16 December 1773, colonists threw 342 chests of tea into Boston harbour.
        """;

    public static readonly string Sources = $"<source name=\"bees.md\">\n{Bees}\n</source>\n<source name=\"tea.txt\">\n{Tea}\n</source>";

    public static Task<ChatResponse> Ask(string prompt, ChatOptions? options = null) =>
        new ExtractiveChatClient().GetResponseAsync([new ChatMessage(ChatRole.User, prompt)], options, TestContext.Current.CancellationToken);

    public static async Task<string> TextOf(string instruction, ChatOptions? options = null) => (await Ask($"{instruction}\n{Sources}", options)).Text;

    public static string Joined(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
