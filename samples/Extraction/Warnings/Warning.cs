using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Extraction.Warnings;

/// <summary>What we want to know of a weather warning. This type is all there is to say: the JSON Schema that models are asked for, and that their answers are checked against, is made of it.</summary>
/// <remarks>Descriptions are what a model is told of a member. The other attributes become rules of the schema, as do the types: an answer that breaks one never becomes a <see cref="Warning"/>.</remarks>
internal sealed record Warning(
    [property: Description("What is warned of")]
    Hazard Hazard,

    [property: Description("Town and state of the office whose warning it is, as in \"Topeka KS\""), StringLength(60, MinimumLength = 2)]
    string Office,

    [property: Description("The day it was issued")]
    DateOnly Issued,

    [property: Description("Until when it holds, with the offset of its time zone")]
    DateTimeOffset Until,

    [property: Description("The counties or parishes it is for, by their names alone"), MinLength(1)]
    IReadOnlyList<string> Areas,

    [property: Description("The strongest wind that is spoken of, in miles an hour; null if none is"), Range(1, 300)]
    int? WindMph,

    [property: Description("How fast the storm moves, in miles an hour; null if that is not said"), Range(0, 100)]
    int? MovesMph,

    [property: Description("The places named as being in its path")]
    IReadOnlyList<string> Places);

/// <summary>The kinds of warning, by the names they have in JSON.</summary>
internal enum Hazard
{
    Tornado,

    [JsonStringEnumMemberName("Severe Thunderstorm")]
    SevereThunderstorm,

    [JsonStringEnumMemberName("Flash Flood")]
    FlashFlood,

    [JsonStringEnumMemberName("Dust Storm")]
    DustStorm,

    [JsonStringEnumMemberName("Snow Squall")]
    SnowSquall,

    Other,
}
