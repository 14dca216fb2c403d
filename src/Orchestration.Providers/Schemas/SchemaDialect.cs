using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.Providers.Schemas;

/// <summary>The part of JSON Schema that a provider takes for the form of an answer. What it cannot express is left out of the request; the whole schema is enforced when the answer is here.</summary>
/// <remarks>A rewritten schema is looser where keywords are left out, and tighter where the provider wants objects closed or every property required; never is a tightened part one whose answers the original would refuse.</remarks>
internal sealed class SchemaDialect
{
    // A format is made once and asked with often.
    private readonly ConditionalWeakTable<ChatResponseFormatJson, StrongBox<JsonElement?>> _known = [];

    /// <summary>The keywords that stay, beside those that every dialect has.</summary>
    public required FrozenSet<string> Keywords { get; init; }

    /// <summary>The values of <c>format</c> that stay; <see langword="null"/> = all.</summary>
    public FrozenSet<string>? Formats { get; init; }

    /// <summary>Whether every object must say <c>additionalProperties: false</c>. Then there are no dictionaries, and nothing may be of any type.</summary>
    public bool ClosesObjects { get; init; }

    /// <summary>Whether every property must be required.</summary>
    public bool RequiresAll { get; init; }

    /// <summary>The most properties that may be left optional; with more of them, all are required.</summary>
    public int MaxOptional { get; init; } = int.MaxValue;

    /// <summary>The most values that may be of several types.</summary>
    public int MaxUnions { get; init; } = int.MaxValue;

    /// <summary>The most properties of all objects together.</summary>
    public int MaxProperties { get; init; } = int.MaxValue;

    /// <summary>How deep objects and lists may stand in one another.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>What a schema may do inside itself.</summary>
    public SchemaRecursion Recursion { get; init; } = SchemaRecursion.Allowed;

    /// <summary>Whether a <c>pattern</c> must be for the whole string, and of its simplest means.</summary>
    public bool WantsPlainPatterns { get; init; }

    /// <summary>Whether an <c>enum</c> may hold strings and numbers only, and <c>const</c> is an <c>enum</c> of one.</summary>
    public bool HasSimpleEnums { get; init; }

    /// <summary>Whether limits that are left out become words of the description. Only where the model reads the schema.</summary>
    public bool SaysLimits { get; init; }

    /// <summary>Whether <c>true</c> must be said as the list of all types.</summary>
    public bool NamesAllTypes { get; init; }

    /// <summary>The schema of a format that has one, in this dialect; <see langword="null"/> when the dialect has no words for it.</summary>
    public JsonElement? Of(ChatResponseFormatJson format) =>
        _known.GetValue(format, format => new StrongBox<JsonElement?>(SchemaRewriter.Rewrite(format.Schema!.Value, this))).Value;
}

/// <summary>What a schema may do inside itself.</summary>
internal enum SchemaRecursion
{
    Allowed,

    /// <summary>Only in properties that need not be there.</summary>
    InOptional,

    None,
}
