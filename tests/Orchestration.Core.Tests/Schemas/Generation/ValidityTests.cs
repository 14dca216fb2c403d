using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Schemas;
using Orchestration.Schemas.Generation;

namespace Orchestration.Core.Tests.Schemas.Generation;

public sealed class ValidityTests
{
    [Fact]
    public void What_a_contract_writes_is_valid_against_its_schema()
    {
        Prop.ForAll<int>(static seed =>
        {
            var values = new SampleValues(new Random(seed));
            Valid(values.Order(), ContractsJson.Default.Order);
            Valid(values.Tree(3), ContractsJson.Default.Tree);
            Valid(new Forest(values.Tree(2), new() { ["a b"] = values.Tree(1) }), ContractsJson.Default.Forest);
            Valid(new Drawing(values.Shape(3), null), ContractsJson.Default.Drawing);
            Valid(new Drawing(values.Shape(1), values.Shape(2)), ContractsJson.Default.Drawing);
            Valid(new Dog(values.Text(1), true), ContractsJson.Default.Animal);
            Valid(new Animal(values.Text(0)), ContractsJson.Default.Animal);
            Valid(values.Times(), ContractsJson.Default.Times);
            Valid(new Nests([[], [[]]]), ContractsJson.Default.Nests);
            Valid(values.Loose(), BareContractsJson.Default.Loose);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_asked_for_inside_an_object_is_valid_there()
    {
        var values = new SampleValues(new Random(7));
        var asked = OutputSchema.Asked(ContractsJson.Default.Shape, UnknownFields.Refuse);
        var hand = AskedSchema.Of(JsonSchema.Parse("""{"type":"array","items":{"anyOf":[{"type":"integer"},{"$ref":"#"}]}}"""));

        Assert.Empty(asked.Compiled.Validate(Encoding.UTF8.GetBytes($$"""{"value":{{JsonSerializer.Serialize(values.Shape(3), ContractsJson.Default.Shape)}}}""")));
        Assert.True(hand.IsWrapped);
        Assert.True(hand.Compiled.IsValid("""{"value":[1,[2,[]]]}"""u8));
        Assert.False(hand.Compiled.IsValid("""{"value":[1,["x"]]}"""u8));
    }

    [Theory]
    [InlineData("""{"name":"a","children":[]}""")]
    [InlineData("""{"name":null,"children":[],"twin":null}""")]
    [InlineData("""{"name":"a","children":[{"name":1,"children":[],"twin":null}],"twin":null}""")]
    [InlineData("""{"name":"a","children":{},"twin":null}""")]
    [InlineData("""{"name":"a","children":[],"twin":null,"more":1}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    public void What_the_strict_deserializer_refuses_for_its_shape_is_not_valid(string document)
    {
        Assert.NotEmpty(OutputSchema.Compiled(ContractsJson.Default.Tree, UnknownFields.Refuse).Validate(Encoding.UTF8.GetBytes(document)));
    }

    [Theory]
    [InlineData("""{"main":{"kind":"circle","colour":1,"radius":2},"other":null}""", true)]
    [InlineData("""{"main":{"kind":"oval","colour":1,"radius":2},"other":null}""", false)]
    [InlineData("""{"main":{"colour":1,"radius":2},"other":null}""", false)]
    [InlineData("""{"main":{"kind":"circle","colour":1,"side":2},"other":null}""", false)]
    [InlineData("""{"main":null,"other":null}""", false)]
    public void A_polymorphic_value_is_told_by_its_discriminator(string document, bool isValid)
    {
        Assert.Equal(isValid, OutputSchema.Compiled(ContractsJson.Default.Drawing, UnknownFields.Refuse).IsValid(Encoding.UTF8.GetBytes(document)));
    }

    private static void Valid<T>(T value, JsonTypeInfo<T> contract)
    {
        var document = JsonSerializer.SerializeToUtf8Bytes(value, contract);
        foreach (var unknown in (UnknownFields[])[UnknownFields.Refuse, UnknownFields.Ignore])
        {
            Assert.Empty(OutputSchema.Compiled(contract, unknown).Validate(document));
        }
    }
}

/// <summary>Values of the sample types, as their attributes allow them.</summary>
internal sealed class SampleValues(Random random)
{
    public string Text(int least) => string.Concat(Enumerable.Range(0, random.Next(least, 20)).Select(_ => "aé\"\\\n/+<\u00a0z"[random.Next(10)]));

    public Order Order() => new(
        "AB1234",
        (Status)random.Next(3),
        random.Next(10000) / 100m,
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new Line(Text(2), random.Next(1, 10000) / 100m, random.Next(1, int.MaxValue)))],
        new Address(Text(0), Text(0)),
        random.Next(2) == 0 ? null : new Address(Text(0), Text(0)),
        new DateTimeOffset(random.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay), TimeSpan.FromMinutes(random.Next(-14 * 60, (14 * 60) + 1))),
        random.Next(2) == 0 ? null : Text(0),
        random.Next());

    public Tree Tree(int depth) => new(Text(0), depth == 0 ? [] : [.. Enumerable.Range(0, random.Next(3)).Select(_ => Tree(depth - 1))], depth > 0 && random.Next(2) == 0 ? Tree(depth - 1) : null);

    public Shape Shape(int depth) => random.Next(depth == 0 ? 2 : 3) switch
    {
        0 => new Circle(random.Next(256), random.NextDouble() * 1e9),
        1 => new Square(random.Next(256), random.NextDouble()),
        _ => new Group(random.Next(256), [.. Enumerable.Range(0, random.Next(3)).Select(_ => Shape(depth - 1))]),
    };

    public Loose Loose() => new()
    {
        Id = Text(0),
        Count = random.Next(2) == 0 ? null : random.Next(1000),
        Level = random.Next(2) == 0 ? Level.Low : Level.High,
        Days = (Days)random.Next(4),
        Anything = random.Next(2) == 0 ? null : Text(0),
        Raw = JsonElement.Parse("[1,{}]"),
        Rest = new() { ["more"] = JsonElement.Parse("true") },
    };

    public Times Times() => Samples.Times with
    {
        Local = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), (DateTimeKind)random.Next(2)),
        Day = DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber)),
        Clock = new TimeOnly(random.NextInt64(TimeSpan.TicksPerDay)),
        Span = new TimeSpan(random.NextInt64(long.MinValue + 1, long.MaxValue)),
        Bytes = [.. Enumerable.Range(0, random.Next(9)).Select(static i => (byte)(i * 37))],
    };
}
