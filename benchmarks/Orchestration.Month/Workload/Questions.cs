using Orchestration.Month.Clock;

namespace Orchestration.Month.Workload;

/// <summary>
/// What users write, by difficulty. Most questions look as hard as they are; about one in six does not (a long paste with an easy question, a short line that needs a proof), so that no classifier by
/// looks can be right every time.
/// </summary>
internal static class Questions
{
    private const double MisleadingShare = 1.0 / 6;

    private static readonly string[] Topics =
    [
        "opening hours", "a refund", "the café menu", "parental leave", "a résumé gap", "solar panels", "the naïve Bayes rule", "VAT on books", "train delays", "compound interest", "sourdough", "password rules",
        "Zürich tram tickets", "lease renewal", "noise at night", "data retention", "winter tyres", "a lost parcel", "invoice terms", "visa photos", "a façade permit", "vaccination", "queue lengths", "battery care",
    ];

    private static readonly string[] Easy =
    [
        "What are the rules for {0}?", "Who do I ask about {0}?", "Translate into French: \"I have a question about {0}.\"", "Is {0} included?", "How long does {0} take?", "Give me a synonym for the word in {0}.",
        "Can I change {0} later?", "What does {0} cost in {1}?", "Say in one sentence what {0} means.", "Which form do I need for {0}?", "Correct the spelling: 'i need infos abuot {0}'",
    ];

    private static readonly string[] Middling =
    [
        "Write a friendly e-mail to a customer about {0}. Mention the date {1} and offer two alternatives.", "Explain {0} to a new colleague, with an example and a short list of common mistakes.",
        "Summarise the following notes on {0} in five bullet points for the board:\n\n{2}", "Compare two ways of handling {0} and say which suits a team of {1}.",
        "Turn these notes on {0} into a table with columns item, owner and deadline:\n\n{2}", "Draft a FAQ with six entries on {0} for our website.",
        "Write a function that checks whether a request about {0} is complete, with comments, and show how it is called.",
    ];

    private static readonly string[] Hard =
    [
        "Design a system that handles {0} for {1},000 users in three regions. Discuss consistency, failure modes and cost step by step, weigh at least two architectures against each other, and justify your choice.",
        "The code below sometimes counts {0} twice under load. Find the race condition, prove that your fix is correct, and analyse what happens when the process stops half-way:\n\n```csharp\n{3}\n```",
        "Derive step by step how {0} changes the expected value when there are {1} independent trials and a correlated shock, state all assumptions, and check the result for the limiting cases.",
        "Analyse the contract clauses below on {0}: which of them contradict each other, which are likely unenforceable and why, and how would you redraft them? Reason carefully.\n\n{2}",
        "Plan a migration of {0} from the old database to the new one without downtime: the order of the steps, the invariants that must hold after each, the roll-back of each, and a proof that no record is lost.",
    ];

    // Looks hard, is easy; looks middling, is easy or hard; looks easy, is hard.
    private static readonly string[][] Misleading =
    [
        ["In which language is the following text? Answer in one word.\n\n{2}", "Does the text below mention {0}? Yes or no.\n\n{2}{2}", "How many lines has this code?\n\n```csharp\n{3}\n```"],
        ["Improve this: {0} at {1}.", "Make a plan for {0}.", "{0}: pros and cons?"],
        ["Is {0} optimal for {1} sites?", "Why does {0} fail at {1}?", "Prove it for {0} and n = {1}.", "What is wrong with {0}, legally?"],
    ];

    private static readonly string[][] FollowUps =
    [
        ["Shorter, please.", "And in German?", "Thanks! Who can I call?", "What was the second point again?", "Make the tone warmer."],
        ["Give an example for the last point, with figures.", "Rewrite it for a reader who is new to {0}, in three paragraphs.", "Add a table that compares the options.", "Turn this into a checklist with owners."],
        ["What breaks if the assumptions do not hold? Go through them one by one and quantify the effect.", "Now prove the claim about {0} formally, and give a counter-example if it needs a further condition.", "Analyse the worst case step by step, and redesign the weakest part."],
    ];

    public static string First(Difficulty difficulty, ref Draw draw) =>
        Fill(draw.Chance(MisleadingShare) ? draw.Pick(Misleading[(int)difficulty]) : draw.Pick(difficulty switch { Difficulty.Simple => Easy, Difficulty.Moderate => Middling, _ => Hard }), ref draw);

    public static string FollowUp(Difficulty difficulty, ref Draw draw) => Fill(draw.Pick(FollowUps[(int)difficulty]), ref draw);

    /// <summary>The most characters of an answer worth giving, drawn.</summary>
    public static int AnswerLength(Difficulty difficulty, ref Draw draw) => difficulty switch
    {
        Difficulty.Simple => (int)Math.Clamp(draw.Lognormal(320, 0.6), 40, 2_000),
        Difficulty.Moderate => (int)Math.Clamp(draw.Lognormal(1_300, 0.5), 200, 5_000),
        _ => (int)Math.Clamp(draw.Lognormal(2_800, 0.5), 500, 10_000),
    };

    private static string Fill(string template, ref Draw draw)
    {
        var text = template.Replace("{0}", draw.Pick(Topics), StringComparison.Ordinal).Replace("{1}", (draw.Below(60) + 4).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        while (text.IndexOf("{2}", StringComparison.Ordinal) is >= 0 and var at)
        {
            text = string.Concat(text.AsSpan(0, at), Prose.Passage(ref draw, draw.Below(2_200) + 500), text.AsSpan(at + 3));
        }

        return text.Contains("{3}", StringComparison.Ordinal) ? text.Replace("{3}", Prose.Code(ref draw, draw.Below(25) + 8), StringComparison.Ordinal) : text;
    }
}
