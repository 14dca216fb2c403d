using Orchestration.Schemas.Patterns;

namespace Orchestration.Schemas.Formats;

/// <summary>The values of <c>format</c> that can be enforced.</summary>
internal static class SchemaFormats
{
    /// <summary>Whether the name is one that <see cref="IsValid"/> knows. Other names say nothing.</summary>
    public static bool Knows(string format) => format is "date-time" or "date" or "time" or "duration" or "email" or "idn-email" or "hostname" or "idn-hostname"
        or "ipv4" or "ipv6" or "uri" or "uri-reference" or "iri" or "iri-reference" or "uri-template" or "uuid" or "json-pointer" or "relative-json-pointer" or "regex";

    /// <summary>Whether a string is of the format; true for a format that is not known. Allocates nothing, but for <c>regex</c>, which is compiled on trial.</summary>
    public static bool IsValid(string format, ReadOnlySpan<char> text) => format switch
    {
        "date-time" => DateFormats.IsDateTime(text),
        "date" => DateFormats.IsDate(text),
        "time" => DateFormats.IsTime(text),
        "duration" => DurationFormat.IsDuration(text),
        "email" => EmailFormats.IsEmail(text, international: false),
        "idn-email" => EmailFormats.IsEmail(text, international: true),
        "hostname" => HostnameFormats.IsHostname(text),
        "idn-hostname" => HostnameFormats.IsInternational(text),
        "ipv4" => AddressFormats.IsIPv4(text),
        "ipv6" => AddressFormats.IsIPv6(text),
        "uri" => UriFormats.IsValid(text, UriKinds.Absolute),
        "uri-reference" => UriFormats.IsValid(text, UriKinds.None),
        "iri" => UriFormats.IsValid(text, UriKinds.Absolute | UriKinds.International),
        "iri-reference" => UriFormats.IsValid(text, UriKinds.International),
        "uri-template" => UriTemplateFormat.IsTemplate(text),
        "uuid" => IsUuid(text),
        "json-pointer" => PointerFormats.IsPointer(text),
        "relative-json-pointer" => PointerFormats.IsRelative(text),
        "regex" => SchemaPattern.ProblemOf(text.ToString()) is null,
        _ => true,
    };

    /// <summary>RFC 4122 of any version; letters of either case.</summary>
    private static bool IsUuid(ReadOnlySpan<char> text)
    {
        if (text.Length != 36)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
