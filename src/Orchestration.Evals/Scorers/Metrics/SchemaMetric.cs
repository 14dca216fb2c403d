using System.Text.Json;
using Orchestration.Schemas;

namespace Orchestration.Evals.Scorers.Metrics;

internal sealed class SchemaMetric : Metric<JsonSchema>
{
    private const int MaxNamed = 3;

    public override string Name => "schema";

    public override string Form => "a JSON Schema of draft 2020-12";

    protected override JsonSchema ReadRule(JsonElement argument)
    {
        try
        {
            return JsonSchema.Parse(argument);
        }
        catch (JsonSchemaException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    protected override Score Judge(JsonSchema rule, Part part)
    {
        var errors = rule.Validate(JsonParts.Document(part.Json), MaxNamed);
        return Score.Pass(errors.IsEmpty, errors.IsEmpty ? "It is valid." : $"It is not valid: {string.Join("; ", errors)}.");
    }
}
