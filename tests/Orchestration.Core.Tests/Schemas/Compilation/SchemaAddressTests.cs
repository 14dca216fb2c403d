using Orchestration.Schemas.Compilation;

namespace Orchestration.Core.Tests.Schemas.Compilation;

public class SchemaAddressTests
{
    [Theory]
    [InlineData("g:h", "g:h")]
    [InlineData("g", "http://a/b/c/g")]
    [InlineData("./g", "http://a/b/c/g")]
    [InlineData("g/", "http://a/b/c/g/")]
    [InlineData("/g", "http://a/g")]
    [InlineData("//g", "http://g")]
    [InlineData("?y", "http://a/b/c/d;p?y")]
    [InlineData("g?y", "http://a/b/c/g?y")]
    [InlineData(";x", "http://a/b/c/;x")]
    [InlineData("g;x", "http://a/b/c/g;x")]
    [InlineData("", "http://a/b/c/d;p?q")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("./", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../", "http://a/b/")]
    [InlineData("../g", "http://a/b/g")]
    [InlineData("../..", "http://a/")]
    [InlineData("../../g", "http://a/g")]
    [InlineData("../../../g", "http://a/g")]
    [InlineData("../../../../g", "http://a/g")]
    [InlineData("/./g", "http://a/g")]
    [InlineData("/../g", "http://a/g")]
    [InlineData("g.", "http://a/b/c/g.")]
    [InlineData(".g", "http://a/b/c/.g")]
    [InlineData("g..", "http://a/b/c/g..")]
    [InlineData("..g", "http://a/b/c/..g")]
    [InlineData("./../g", "http://a/b/g")]
    [InlineData("./g/.", "http://a/b/c/g/")]
    [InlineData("g/./h", "http://a/b/c/g/h")]
    [InlineData("g/../h", "http://a/b/c/h")]
    [InlineData("g;x=1/./y", "http://a/b/c/g;x=1/y")]
    [InlineData("g;x=1/../y", "http://a/b/c/y")]
    [InlineData("g?y/./x", "http://a/b/c/g?y/./x")]
    public void References_resolve_as_in_the_examples_of_RFC_3986(string reference, string expected) => Assert.Equal(expected, SchemaAddress.Resolve("http://a/b/c/d;p?q", reference));

    [Theory]
    [InlineData("urn:uuid:deadbeef", "", "urn:uuid:deadbeef")]
    [InlineData("urn:example:a?=b", "urn:example:c", "urn:example:c")]
    [InlineData("http://example.com", "a", "http://example.com/a")]
    [InlineData("json-schema:///", "/a/b", "json-schema:///a/b")]
    [InlineData("HTTP://Example.COM/A", "B", "http://example.com/B")]
    public void Other_addresses_resolve_too(string start, string reference, string expected) => Assert.Equal(expected, SchemaAddress.Resolve(start, reference));

    [Fact]
    public void A_fragment_is_what_follows_the_first_hash()
    {
        Assert.Equal(("a", "/b#c"), SchemaAddress.Split("a#/b#c"));
        Assert.Equal(("a", ""), SchemaAddress.Split("a#"));
        Assert.Equal(("a", ""), SchemaAddress.Split("a"));
    }
}
