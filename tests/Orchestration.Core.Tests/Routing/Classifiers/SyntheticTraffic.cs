using Orchestration.Routing;

namespace Orchestration.Core.Tests.Routing.Classifiers;

/// <summary>Made-up traffic of one company, whose own words decide how hard a request is: what no list of general cue words can know. One label in twenty is wrong, as in life.</summary>
internal static class SyntheticTraffic
{
    private static readonly string[] Things =
    [
        "the Harbour account", "order 4711", "ticket 90210", "the spring catalogue", "supplier Nordwind", "the Linz warehouse", "invoice 2026-118", "the returns portal", "contract K-77",
        "the loyalty programme", "customer Ibarra", "the night shift", "product line Alba", "the Trieste branch", "shipment 5-5-12", "the partner newsletter", "the Q2 figures", "campaign Lighthouse",
    ];

    private static readonly string[] Openings = ["", "", "", "Please ", "Quick one: ", "For tomorrow: ", "Hello, ", "As discussed, ", "Could you "];

    private static readonly string[] Endings = ["", "", ".", ", thank you", " before noon", " for the file", ". It is for the board", " in the usual form", ". Keep it in English"];

    private static readonly (RequestClass Class, string[] Templates)[] Classes =
    [
        (RequestClass.Simple,
        [
            "look up the status of {0}", "give the contact for {0}", "tag {0} with the right queue", "say whether {0} is open", "read back the note on {0}", "set the language of {0}",
            "explain who owns {0}", "write the one-line label of {0}", "compare the two spellings of {0}", "mark {0} as seen",
        ]),
        (RequestClass.Moderate,
        [
            "write the handover blurb for {0}", "brief the front desk on {0}", "turn the call notes on {0} into a recap", "answer the complaint about {0}", "prepare the talking points on {0}",
            "sum up last week around {0}", "word the reminder about {0}", "describe {0} for a newcomer", "fill the fact sheet of {0}", "put the feedback on {0} into themes",
        ]),
        (RequestClass.Complex,
        [
            "assemble the variance narrative for {0}", "reconcile the three ledgers around {0}", "run the exposure walk-through on {0}", "rebuild the allocation of {0} under the new key", "find what moved the margin of {0}",
            "settle the overlap between {0} and {1}", "stage the cut-over of {0} next to {1}", "model the churn knock-on of {0} over {1}", "draw up the dispute position on {0}", "untangle the chargebacks of {0} and {1}",
        ]),
    ];

    public static List<(string Text, RequestClass Class)> Make(int count, int seed = 7)
    {
        var random = new Random(seed);
        var traffic = new List<(string, RequestClass)>(count);
        for (var i = 0; i < count; i++)
        {
            // Half of all requests are simple, one in six complex.
            var (@class, templates) = Classes[random.Next(6) switch { < 3 => 0, < 5 => 1, _ => 2 }];
            var text = string.Format(null, templates[random.Next(templates.Length)], Things[random.Next(Things.Length)], Things[random.Next(Things.Length)]);
            var label = random.Next(20) == 0 ? (RequestClass)random.Next(3) : @class;
            traffic.Add((Openings[random.Next(Openings.Length)] + text + Endings[random.Next(Endings.Length)], label));
        }

        return traffic;
    }
}
