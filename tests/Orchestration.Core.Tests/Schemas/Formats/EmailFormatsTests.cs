using Orchestration.Schemas.Formats;

namespace Orchestration.Core.Tests.Schemas.Formats;

public sealed class EmailFormatsTests
{
    [Theory]
    [InlineData("joe.bloggs@example.com")]
    [InlineData("te~st@example.com")]
    [InlineData("~test@example.com")]
    [InlineData("test~@example.com")]
    [InlineData("\"joe bloggs\"@example.com")]
    [InlineData("\"joe..bloggs\"@example.com")]
    [InlineData("\"joe@bloggs\"@example.com")]
    [InlineData("\"a\\\"b\"@example.com")]
    [InlineData("joe@[127.0.0.1]")]
    [InlineData("joe@[IPv6:::1]")]
    [InlineData("te.s.t@example.com")]
    [InlineData("joe@localhost")]
    [InlineData("!#$%&'*+/=?^_`{|}~-@example.com")]
    public void This_is_of_format_email(string text) => Assert.True(SchemaFormats.IsValid("email", text));

    [Theory]
    [InlineData("")]
    [InlineData("2962")]
    [InlineData("joe")]
    [InlineData("@example.com")]
    [InlineData("joe@")]
    [InlineData(".test@example.com")]
    [InlineData("test.@example.com")]
    [InlineData("te..st@example.com")]
    [InlineData("joe@invalid=domain.com")]
    [InlineData("joe@[127.0.0.300]")]
    [InlineData("joe@[::1]")]
    [InlineData("joe@[IPv6:::g]")]
    [InlineData("joe@[IPv6:::1")]
    [InlineData("joe@example..com")]
    [InlineData("joe@exam ple.com")]
    [InlineData("joe@a@example.com")]
    [InlineData("\"joe\"bloggs@example.com")]
    [InlineData("\"joe@example.com")]
    [InlineData("jöe@example.com")]
    [InlineData("a@example.com, b@example.com")]
    [InlineData("\"Joe\" <joe@example.com>")]
    [InlineData("joe @example.com")]
    [InlineData("joe@example.com.")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com")]
    [InlineData("\"\u007F\"@example.com")]
    public void This_is_not_of_format_email(string text) => Assert.False(SchemaFormats.IsValid("email", text));

    [Theory]
    [InlineData("실례@실례.테스트")]
    [InlineData("joe.bloggs@example.com")]
    [InlineData("jöe@bücher.example")]
    [InlineData("\"ö ö\"@example.com")]
    public void This_is_of_format_idn_email(string text) => Assert.True(SchemaFormats.IsValid("idn-email", text));

    [Theory]
    [InlineData("2962")]
    [InlineData("실례")]
    [InlineData("실례@")]
    [InlineData("실례@-실례")]
    [InlineData("실.@실례.테스트")]
    public void This_is_not_of_format_idn_email(string text) => Assert.False(SchemaFormats.IsValid("idn-email", text));
}
