using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Schemas.Generation;

internal sealed record AskedSchema(JsonElement Document, string Name, JsonSchema Schema, bool IsWrapped)
{
    public static AskedSchema Of(JsonTypeInfo contract, UnknownFields unknown) => throw new NotSupportedException($"{contract} {unknown}");

    public static AskedSchema Of(JsonSchema schema, Type type) => throw new NotSupportedException($"{schema} {type}");
}
