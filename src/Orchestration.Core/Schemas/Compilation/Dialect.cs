namespace Orchestration.Schemas.Compilation;

/// <summary>Which rules a schema resource is read by.</summary>
/// <param name="Draft">The draft whose keywords they are.</param>
/// <param name="Vocabularies">Those that its meta-schema names; keywords of others say nothing.</param>
/// <param name="IsDeclared">Whether a <c>$schema</c> says so; otherwise it is a guess, and older schemas are told by their keywords.</param>
internal sealed record Dialect(SchemaDraft Draft, Vocabularies Vocabularies, bool IsDeclared)
{
    public const string Current = "https://json-schema.org/draft/2020-12/schema";

    private const Vocabularies Usual = Vocabularies.Applicator | Vocabularies.Unevaluated | Vocabularies.Validation;

    private const string VocabularyStart = "https://json-schema.org/draft/2020-12/vocab/";

    public static Dialect Undeclared { get; } = new(SchemaDraft.Draft2020, Usual, IsDeclared: false);

    public bool Has(Vocabularies vocabulary) => (Vocabularies & vocabulary) != Vocabularies.None;

    /// <summary>The dialect of a <c>$schema</c> that is known without its meta-schema; <see langword="null"/> otherwise.</summary>
    public static Dialect? Known(string address) => address switch
    {
        Current => new(SchemaDraft.Draft2020, Usual, IsDeclared: true),
        "https://json-schema.org/draft/2019-09/schema" => new(SchemaDraft.Draft2019, Usual, IsDeclared: true),
        "http://json-schema.org/draft-07/schema" or "https://json-schema.org/draft-07/schema" => new(SchemaDraft.Draft07, Usual, IsDeclared: true),
        _ => null,
    };

    /// <summary>The dialect of a meta-schema that lists vocabularies.</summary>
    /// <returns><see langword="null"/> when it demands one that is not known, and then <paramref name="unknown"/> names it.</returns>
    public static Dialect? Of(IEnumerable<(string Address, bool IsRequired)> vocabularies, out string? unknown)
    {
        var named = Vocabularies.None;
        foreach (var (address, isRequired) in vocabularies)
        {
            var vocabulary = address.StartsWith(VocabularyStart, StringComparison.Ordinal) ? Named(address[VocabularyStart.Length..]) : null;
            if (vocabulary is null && isRequired)
            {
                unknown = address;
                return null;
            }

            named |= vocabulary ?? Vocabularies.None;
        }

        unknown = null;
        return new(SchemaDraft.Draft2020, named, IsDeclared: true);
    }

    private static Vocabularies? Named(string name) => name switch
    {
        "applicator" => Vocabularies.Applicator,
        "unevaluated" => Vocabularies.Unevaluated,
        "validation" => Vocabularies.Validation,
        "format-assertion" => Vocabularies.FormatAssertion,
        "core" or "meta-data" or "format-annotation" or "content" => Vocabularies.None,
        _ => null,
    };
}

internal enum SchemaDraft
{
    Draft07,
    Draft2019,
    Draft2020,
}

/// <summary>The vocabularies whose presence makes a difference to what is valid.</summary>
[Flags]
internal enum Vocabularies
{
    None = 0,
    Applicator = 1 << 0,
    Unevaluated = 1 << 1,
    Validation = 1 << 2,
    FormatAssertion = 1 << 3,
}
