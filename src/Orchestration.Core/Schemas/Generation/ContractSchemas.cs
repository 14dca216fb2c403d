using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Schemas.Generation;

/// <summary>The schemas of one contract, each made when it is first needed. Kept beside the contract, which lives as long as its <c>JsonSerializerContext</c>.</summary>
internal sealed class ContractSchemas
{
    private static readonly ConditionalWeakTable<JsonTypeInfo, ContractSchemas> Closed = [];
    private static readonly ConditionalWeakTable<JsonTypeInfo, ContractSchemas> Open = [];
    private static readonly JsonSchemaOptions Options = new() { AssertFormats = true };

    private readonly Lazy<JsonElement> _document;
    private readonly Lazy<JsonSchema> _compiled;
    private readonly Lazy<AskedSchema> _asked;

    private ContractSchemas(JsonTypeInfo contract, UnknownFields unknown)
    {
        _document = new(() => SchemaGenerator.Generate(contract, unknown).ToElement());
        _compiled = new(() => JsonSchema.Parse(Document, Options));
        _asked = new(() => AskedSchema.Of(Document, Options, () => Compiled));
    }

    public JsonElement Document => _document.Value;

    public JsonSchema Compiled => _compiled.Value;

    public AskedSchema Asked => _asked.Value;

    public static ContractSchemas Of(JsonTypeInfo contract, UnknownFields unknown) => unknown == UnknownFields.Refuse
        ? Closed.GetValue(contract, static contract => new ContractSchemas(contract, UnknownFields.Refuse))
        : Open.GetValue(contract, static contract => new ContractSchemas(contract, UnknownFields.Ignore));
}
