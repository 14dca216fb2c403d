using Microsoft.Extensions.DependencyInjection;
using Orchestration.Models;
using Orchestration.Providers.Local;

namespace Extraction.Models;

/// <summary>Models that need no key. What they get wrong, they get wrong each time in the same way, as models of that kind do.</summary>
internal static class SimulatedModels
{
    private const ModelCapabilities Structured = ModelCapabilities.Streaming | ModelCapabilities.StructuredOutput;

    /// <param name="pace">Between two pieces of an answer, so that it can be watched; zero for at once.</param>
    /// <param name="time">The clock that the pace is kept by.</param>
    public static IReadOnlyList<Model> All(TimeSpan pace, TimeProvider time)
    {
        return
        [
            Simulated("sim-exact", "makes no mistakes", Slips.None, Structured),
            Simulated("sim-chatty", "talks around its JSON, in a code fence", Slips.Talk, Structured),
            Simulated("sim-loose", "is told the schema in words only, and takes it loosely", Slips.Loose, ModelCapabilities.Streaming),
            Simulated("sim-hasty", "leaves things out, breaks off, and does not always listen", Slips.Hasty, Structured),
            new("local", "the library's own, no language model: its JSON is valid, not wise", static builder => builder.AddModel("local", new ExtractiveChatClient(), Priced(0, 0, Structured))),
        ];

        Model Simulated(string name, string about, Slip slip, ModelCapabilities capabilities) =>
            new(name, about, builder => builder.AddModel(name, new SimulatedModel(slip, pace, time), Priced(1, 4, capabilities)));
    }

    private static ModelProfile Priced(decimal inputUsd, decimal outputUsd, ModelCapabilities capabilities) =>
        new() { Price = Price.PerMillionTokens(inputUsd, outputUsd), Capabilities = capabilities };
}
