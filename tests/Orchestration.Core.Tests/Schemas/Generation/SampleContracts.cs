using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestration.Core.Tests.Schemas.Generation;

[Description("An order of a shop.")]
internal sealed record Order(
    [Description("As the customer knows it."), RegularExpression("[A-Z]{2}[0-9]{4}")] string Number,
    Status Status,
    [Range(0, 100, MaximumIsExclusive = true)] decimal Discount,
    [MinLength(1), MaxLength(3)] IReadOnlyList<Line> Lines,
    Address Billing,
    Address? Shipping,
    DateTimeOffset PlacedAt,
    string? Note = null,
    int Priority = 3);

internal sealed record Line([StringLength(40, MinimumLength = 2)] string Name, [Range(typeof(decimal), "0.01", "99.99")] decimal Price, [Range(1, int.MaxValue)] int Count);

[Description("Where somebody lives.")]
internal sealed record Address(string Street, [property: Description("Two letters.")] string Country);

internal enum Status
{
    Open,
    Paid,
    Sent,
}

internal enum Level
{
    Low = 1,
    High = 5,
}

[Flags]
internal enum Days
{
    None = 0,
    Monday = 1,
    Tuesday = 2,
}

internal sealed record Tree(string Name, IReadOnlyList<Tree> Children, Tree? Twin);

internal sealed record Forest(Tree First, Dictionary<string, Tree> Others);

internal sealed class Nest : List<Nest>;

internal sealed record Nests(Nest Inner);

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Square), "square")]
[JsonDerivedType(typeof(Group), "group")]
internal abstract record Shape([Range(0, 255)] int Colour);

[Description("Round.")]
internal sealed record Circle(int Colour, double Radius) : Shape(Colour);

internal sealed record Square(int Colour, double Side) : Shape(Colour);

internal sealed record Group(int Colour, IReadOnlyList<Shape> Parts) : Shape(Colour);

internal sealed record Drawing(Shape Main, Shape? Other);

[JsonDerivedType(typeof(Dog), 7)]
internal record Animal(string Name);

internal sealed record Dog(string Name, bool Barks) : Animal(Name);

internal sealed class Loose
{
    public required string Id { get; init; }

    public int? Count { get; set; }

    public Level Level { get; set; }

    public Days Days { get; set; }

    public object? Anything { get; set; }

    public JsonElement Raw { get; set; }

    public int Twice => 2 * (Count ?? 0);

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; set; }
}

internal sealed class Annotated
{
    [Required]
    public string? Name { get; set; }

    [Required(AllowEmptyStrings = true)]
    public string? Empty { get; set; }

    [AllowedValues("a", "b")]
    public string Letter { get; set; } = "a";

    [DeniedValues("root")]
    public string User { get; set; } = "x";

    [EmailAddress]
    public string? Mail { get; set; }

    [Url]
    public string? Page { get; set; }

    [Base64String]
    public string? Blob { get; set; }

    [DefaultValue(5)]
    public long Tries { get; set; } = 5;

    [Length(2, 4)]
    public Dictionary<string, int> Scores { get; set; } = [];

    [Range(0.5, double.MaxValue, MinimumIsExclusive = true)]
    public double Weight { get; set; } = 1;

    [RegularExpression("a|b")]
    public string Choice { get; set; } = "a";

    [JsonConverter(typeof(JsonStringEnumConverter<Status>))]
    public Status Status { get; set; }

    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public int Text { get; set; }
}

internal sealed record Times(DateTimeOffset Moment, DateTime Local, DateOnly Day, TimeOnly Clock, TimeSpan Span, Guid Id, Uri Link, byte[] Bytes, Version Version, char Letter);

internal sealed record Page<T>(ImmutableArray<T> Items, int? Next);

internal sealed record Pages(Page<Line> Lines, Page<Line> More);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Tree))]
[JsonSerializable(typeof(Forest))]
[JsonSerializable(typeof(Nests))]
[JsonSerializable(typeof(Drawing))]
[JsonSerializable(typeof(Shape))]
[JsonSerializable(typeof(Animal))]
[JsonSerializable(typeof(Times))]
[JsonSerializable(typeof(Pages))]
[JsonSerializable(typeof(List<Line>))]
[JsonSerializable(typeof(List<Tree>))]
[JsonSerializable(typeof(Tree[]))]
[JsonSerializable(typeof(Dictionary<string, int>))]
[JsonSerializable(typeof(int?))]
internal sealed partial class ContractsJson : JsonSerializerContext;

[JsonSerializable(typeof(Loose))]
[JsonSerializable(typeof(Annotated))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(bool))]
internal sealed partial class BareContractsJson : JsonSerializerContext;
