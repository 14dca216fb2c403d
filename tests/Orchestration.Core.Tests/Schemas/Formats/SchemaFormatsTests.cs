using System.Diagnostics;
using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Schemas.Formats;

namespace Orchestration.Core.Tests.Schemas.Formats;

public sealed class SchemaFormatsTests
{
    /// <summary>One valid text of each.</summary>
    private static readonly (string Format, string Text)[] Known =
    [
        ("date-time", "2024-02-29T12:00:00.5+01:00"), ("date", "2024-02-29"), ("time", "12:00:00Z"), ("duration", "P1DT2H"), ("email", "a.b@example.com"),
        ("idn-email", "ö@bücher.example"), ("hostname", "xn--bcher-kva.example"), ("idn-hostname", "bücher.example"), ("ipv4", "127.0.0.1"), ("ipv6", "::ffff:1.2.3.4"),
        ("uri", "https://a@example.com:80/b%20c?d#e"), ("uri-reference", "../a"), ("iri", "https://ö.example/ü"), ("iri-reference", "ü"), ("uri-template", "/{a:3}{?b*}"),
        ("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380"), ("json-pointer", "/a~1b/0"), ("relative-json-pointer", "1/a"), ("regex", "^a+$"),
    ];

    [Fact]
    public void Each_format_is_known_by_its_name()
    {
        Assert.All(Known, static each => Assert.True(SchemaFormats.Knows(each.Format) && SchemaFormats.IsValid(each.Format, each.Text), each.Format));
    }

    [Theory]
    [InlineData("Date")]
    [InlineData("color")]
    [InlineData("")]
    public void Any_other_name_says_nothing(string format)
    {
        Assert.False(SchemaFormats.Knows(format));
        Assert.True(SchemaFormats.IsValid(format, "anything"));
    }

    [Fact]
    public void A_valid_text_allocates_nothing()
    {
        // Without optimization each look at a table of integers allocates.
        var isOptimized = typeof(SchemaFormats).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };
        foreach (var (format, text) in Known.Where(each => each.Format != "regex" && (isOptimized || each.Format is not ("hostname" or "idn-hostname" or "idn-email"))))
        {
            Assert.True(Allocations.OfSteadyState(() => SchemaFormats.IsValid(format, text)) == 0, format);
        }
    }

    [Theory]
    [InlineData("idn-email", "a", "@example.com")]
    [InlineData("idn-hostname", "ü", ".example")]
    [InlineData("iri", "http://a/", "")]
    [InlineData("uri-template", "/", "")]
    public void Half_a_surrogate_pair_is_no_character(string format, string before, string after) =>
        Assert.False(SchemaFormats.IsValid(format, before + '\uD800' + after));

    [Fact]
    public void Any_text_is_judged_without_fail() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.ArrayOf(Gen.Elements(":", "::", ".", "/", "//", "@", "[", "]", "{", "}", "%", "-", "--", "xn--", "T", "Z", "P", "+", "#", "?", "~", "\"", "\\", "0", "12", "2024-01-01", "12:00:00",
                "a", "ff", "l·l", "א", "٠", "\u200D", "\u0903", "ü", "🐲", "\uD83D", "。", "\0")).Select(static parts => string.Concat(parts)).ToArbitrary(),
            static text =>
            {
                foreach (var (format, _) in Known)
                {
                    SchemaFormats.IsValid(format, text);
                }

                // What is a URI is a reference and an IRI; a host of ASCII is one of any script, unless it only looks encoded.
                Assert.True(!SchemaFormats.IsValid("uri", text) || (SchemaFormats.IsValid("uri-reference", text) && SchemaFormats.IsValid("iri", text)));
                Assert.True(!SchemaFormats.IsValid("iri", text) || SchemaFormats.IsValid("iri-reference", text));
                Assert.True(!SchemaFormats.IsValid("email", text) || SchemaFormats.IsValid("idn-email", text) || text.Contains("--", StringComparison.Ordinal));
            }));

    [Fact]
    public void A_text_without_end_is_no_name_address_or_time()
    {
        string[] bounded = ["date-time", "date", "time", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uuid", "relative-json-pointer"];

        foreach (var part in new[] { "a", "1", ":", ".", "/", "%41", "{", "{a}", "xn--", "ü", "~0", "[", "P1", "\"\\" })
        {
            var text = string.Concat(Enumerable.Repeat(part, 200_000));
            Assert.All(bounded, format => Assert.False(SchemaFormats.IsValid(format, text + "!")));
        }
    }
}
