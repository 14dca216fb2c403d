using System.ComponentModel;
using System.Text.Json.Serialization;
using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Core.Tests.Testing;

/// <summary>A bill, as a model reads it off a text.</summary>
internal sealed record Bill(string Seller, IReadOnlyList<BillItem> Items);

internal sealed record BillItem(string Name, [property: Description("In the bill's own currency.")] decimal Price, BillUnit Unit);

[JsonConverter(typeof(JsonStringEnumConverter<BillUnit>))]
internal enum BillUnit
{
    Piece,
    Hour,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Bill))]
[JsonSerializable(typeof(IReadOnlyList<BillItem>))]
internal sealed partial class BillJson : JsonSerializerContext;

/// <summary>Graphs of one step, "read", whose answer has to be JSON.</summary>
internal static class StructuredSteps
{
    public const string Valid = """{"seller":"Tea & Co","items":[{"name":"Oolong","price":12.50,"unit":"Piece"}]}""";

    public const string WrongPrice = """{"seller":"Tea & Co","items":[{"name":"Oolong","price":"12.50","unit":"Piece"}]}""";

    public static Graph<string, Bill> Read(StepPolicy? policy = null) =>
        Graph.Define("bill", 1, (GraphBuilder g, Step<string> text) => g.Ask("read", text, static t => Prompt.Json(BillJson.Default.Bill, t), policy), BillJson.Default);

    /// <summary>Also this is checked only at the end of an answer.</summary>
    public static StepPolicy WithoutEarlyStop(this StepPolicy policy) => policy with { Output = policy.Output with { StopsEarly = false } };
}
