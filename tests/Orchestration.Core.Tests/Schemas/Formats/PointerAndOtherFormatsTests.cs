using Orchestration.Schemas.Formats;

namespace Orchestration.Core.Tests.Schemas.Formats;

public sealed class PointerAndOtherFormatsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/foo")]
    [InlineData("/foo/0")]
    [InlineData("//")]
    [InlineData("/a~1b")]
    [InlineData("/m~0n")]
    [InlineData("/foo//bar")]
    [InlineData("/~1~0~0~1")]
    [InlineData("/ ")]
    [InlineData("/é")]
    [InlineData("/c%d")]
    [InlineData("/~01")]
    public void This_is_of_format_json_pointer(string text) => Assert.True(SchemaFormats.IsValid("json-pointer", text));

    [Theory]
    [InlineData("#")]
    [InlineData("#/")]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("a/b")]
    [InlineData("/foo/~")]
    [InlineData("/~2")]
    [InlineData("/foo~")]
    [InlineData("/~~")]
    [InlineData("/~0~")]
    public void This_is_not_of_format_json_pointer(string text) => Assert.False(SchemaFormats.IsValid("json-pointer", text));

    [Theory]
    [InlineData("1")]
    [InlineData("0/foo/bar")]
    [InlineData("2/0/baz/1/zip")]
    [InlineData("0#")]
    [InlineData("120/foo/bar")]
    [InlineData("0")]
    [InlineData("0+1")]
    [InlineData("10-2/a~1b")]
    public void This_is_of_format_relative_json_pointer(string text) => Assert.True(SchemaFormats.IsValid("relative-json-pointer", text));

    [Theory]
    [InlineData("")]
    [InlineData("/foo/bar")]
    [InlineData("-1/foo/bar")]
    [InlineData("+1/foo/bar")]
    [InlineData("0##")]
    [InlineData("01/a")]
    [InlineData("01#")]
    [InlineData("1২")]
    [InlineData("0+")]
    [InlineData("0+0")]
    [InlineData("0#a")]
    [InlineData("0~")]
    [InlineData("a")]
    [InlineData("1/~")]
    public void This_is_not_of_format_relative_json_pointer(string text) => Assert.False(SchemaFormats.IsValid("relative-json-pointer", text));

    [Theory]
    [InlineData("2EB8AA08-AA98-11EA-B4AA-73B441D16380")]
    [InlineData("2eb8aa08-aa98-11ea-b4aa-73b441d16380")]
    [InlineData("2eb8aa08-AA98-11ea-B4Aa-73B441D16380")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("99c17cbb-656f-f56a-940f-1a4568f03487")]
    public void This_is_of_format_uuid(string text) => Assert.True(SchemaFormats.IsValid("uuid", text));

    [Theory]
    [InlineData("")]
    [InlineData("2eb8aa08-aa98-11ea-b4aa-73b441d1638")]
    [InlineData("2eb8aa08-aa98-11ea-73b441d16380")]
    [InlineData("2eb8aa08-aa98-11ea-b4ga-73b441d16380")]
    [InlineData("2eb8aa08aa9811eab4aa73b441d16380")]
    [InlineData("2eb8aa08aa98-11ea-b4aa73b441d16380")]
    [InlineData("2eb8-aa08-aa98-11ea-b4aa73b44-1d16380")]
    [InlineData("2eb8aa08aa9811eab4aa73b441d16380----")]
    [InlineData("{2eb8aa08-aa98-11ea-b4aa-73b441d16380}")]
    [InlineData("2eb8aa0৪-aa98-11ea-b4aa-73b441d16380")]
    public void This_is_not_of_format_uuid(string text) => Assert.False(SchemaFormats.IsValid("uuid", text));

    [Theory]
    [InlineData("([abc])+\\s+$")]
    [InlineData("")]
    [InlineData("^a$")]
    [InlineData("\\p{L}")]
    [InlineData("(?<n>a)\\k<n>")]
    public void This_is_of_format_regex(string text) => Assert.True(SchemaFormats.IsValid("regex", text));

    [Theory]
    [InlineData("^(abc]")]
    [InlineData("^\\S(|(.|\\n)*\\S)\\Z")]
    [InlineData("\\a")]
    [InlineData("(?i)a")]
    [InlineData("*")]
    public void This_is_not_of_format_regex(string text) => Assert.False(SchemaFormats.IsValid("regex", text));
}
