using System.Text;
using BenchmarkDotNet.Attributes;
using Orchestration.Schemas;

namespace Orchestration.Benchmarks.Schemas;

/// <summary>What is done with a schema besides saying yes: it is compiled, and it says what is wrong. For the verdict alone, beside peers, see <see cref="SchemaComparison"/>.</summary>
public class SchemaBenchmarks
{
    private static readonly string Wrong = SchemaMaterial.Small.Document.Replace("\"loyal\"", "\"royal\"", StringComparison.Ordinal).Replace("\"age\":21", "\"age\":\"21\"", StringComparison.Ordinal);

    private readonly JsonSchema _ours = JsonSchema.Parse(SchemaMaterial.Small.Schema);
    private readonly NJsonSchema.JsonSchema _theirs = NJsonSchema.JsonSchema.FromJsonAsync(SchemaMaterial.Small.Schema).GetAwaiter().GetResult();
    private readonly byte[] _wrong = Encoding.UTF8.GetBytes(Wrong);

    [Benchmark]
    public JsonSchema Compile() => JsonSchema.Parse(SchemaMaterial.Small.Schema);

    [Benchmark]
    public Task<NJsonSchema.JsonSchema> CompileNJsonSchema() => NJsonSchema.JsonSchema.FromJsonAsync(SchemaMaterial.Small.Schema);

    [Benchmark]
    public int TwoErrors() => _ours.Validate(_wrong).Length;

    [Benchmark]
    public int TwoErrorsNJsonSchema() => _theirs.Validate(Wrong).Count;
}
