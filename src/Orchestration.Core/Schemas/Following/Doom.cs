using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Errors;

namespace Orchestration.Schemas.Following;

/// <summary>Why a claim fell.</summary>
/// <param name="Error">The error.</param>
/// <param name="Position">How many characters had been seen.</param>
/// <param name="Expected">What would have been right, as <see cref="JsonKinds"/> or a <see cref="LiteralSet"/>, where alternatives can be listed in one sentence.</param>
/// <param name="Got">What was there instead.</param>
internal sealed record Doom(SchemaError Error, int Position, object? Expected = null, string? Got = null)
{
    /// <summary>Of two members of a group that fell: the one that stood longer; and both in one sentence where they asked the same value for kinds, or for literals.</summary>
    public static Doom? Later(Doom? before, Doom? now)
    {
        if (before is null || now is null)
        {
            return before ?? now;
        }

        var later = now.Position > before.Position ? now : before;
        if (before.Error.InstancePath != now.Error.InstancePath)
        {
            return later;
        }

        return (before.Expected, now.Expected) switch
        {
            (JsonKinds first, JsonKinds second) => later.Expecting(first | second, KindTexts.Of(first | second)),
            (LiteralSet first, LiteralSet second) => later.Expecting(Both(first, second)),
            _ => later,
        };
    }

    private static LiteralSet Both(LiteralSet first, LiteralSet second) => new() { Values = [.. first.Values, .. second.Values], Kinds = first.Kinds | second.Kinds };

    private Doom Expecting(LiteralSet values) => Expecting(values, ListTexts.OneOf(values));

    private Doom Expecting(object expected, string words) => this with { Expected = expected, Error = Error with { Message = $"expected {words}, got {Got}" } };
}
