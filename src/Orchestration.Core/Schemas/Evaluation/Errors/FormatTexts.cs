namespace Orchestration.Schemas.Evaluation.Errors;

/// <summary>What a format is, for those who wrote it wrongly.</summary>
internal static class FormatTexts
{
    public static string Of(string format) => format switch
    {
        "date-time" => "date-time (RFC 3339, as 2026-01-31T10:00:00Z)",
        "date" => "date (as 2026-01-31)",
        "time" => "time (RFC 3339, as 10:00:00Z)",
        "duration" => "duration (ISO 8601, as P1DT12H)",
        "email" => "email address (as name@example.com)",
        "hostname" => "hostname (as www.example.com)",
        "ipv4" => "IPv4 address (as 192.0.2.1)",
        "ipv6" => "IPv6 address (as 2001:db8::1)",
        "uri" => "URI (absolute, as https://example.com/path)",
        "uri-reference" => "URI reference (as /path or https://example.com)",
        "uuid" => "UUID (as 123e4567-e89b-12d3-a456-426614174000)",
        "json-pointer" => "JSON Pointer (as /items/0)",
        "regex" => "regular expression (ECMA-262)",
        _ => format,
    };
}
