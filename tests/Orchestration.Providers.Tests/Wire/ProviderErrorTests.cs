using System.Text;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Tests.Wire;

public sealed class ProviderErrorTests
{
    [Theory]
    [InlineData("""{"error":{"message":"No.","type":"t","param":null,"code":"c"}}""", "t", "c", "No.", null)]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"No."},"request_id":"r"}""", "overloaded_error", null, "No.", null)]
    [InlineData("""[{"error":{"code":503,"message":"No.","status":"UNAVAILABLE"}}]""", "UNAVAILABLE", "503", "No.", 503)]
    [InlineData("""{"error":"No."}""", null, null, "No.", null)]
    [InlineData("""{"error":"No.","status_code":429}""", null, null, "No.", 429)]
    [InlineData("""{"error":["No."]}""", null, null, "No.", null)]
    [InlineData("""{"detail":"No."}""", null, null, "No.", null)]
    [InlineData("""{"detail":[{"loc":["body","n"],"msg":"No.","type":"missing"}]}""", null, null, "No.", null)]
    [InlineData("""{"object":"error","message":"No.","type":"t","code":"3051","raw_status_code":400}""", "t", "3051", "No.", 400)]
    [InlineData("""{"statusCode":429,"message":"No."}""", null, null, "No.", 429)]
    [InlineData("""{"error":{"code":"429","message":"No."}}""", null, "429", "No.", 429)]
    [InlineData("""{"error":{"message":"No.","type":"t","status_code":400,"code":"c"}}""", "t", "c", "No.", 400)]
    public void Each_form_in_use_is_read(string body, string? type, string? code, string? message, int? status)
    {
        var error = ProviderError.Parse(Encoding.UTF8.GetBytes(body));

        Assert.Equal((type, code, message, status), (error?.Type, error?.Code, error?.Message, error?.Status));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>502</body></html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("\"No.\"")]
    [InlineData("{\"error\":null}")]
    [InlineData("{\"error\":17}")]
    [InlineData("{\"error\":{\"message\":5}}")]
    public void What_says_nothing_is_no_error(string body) => Assert.Null(ProviderError.Parse(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("Rate limit reached. Please try again in 1m0.363s. Visit us.", 60.363)]
    [InlineData("Rate limit reached. Please try again in 290ms.", 0.29)]
    [InlineData("Please retry in 34.4s.", 34.4)]
    [InlineData("Please retry after 26 seconds.", 26.0)]
    [InlineData("Try again in 1 second.", 1.0)]
    [InlineData("Please try again in a moment.", null)]
    [InlineData("Please try again later.", null)]
    public void The_wait_stands_in_the_message_where_no_header_says_it(string message, double? seconds)
    {
        var error = ProviderError.Parse(Encoding.UTF8.GetBytes($"{{\"error\":{{\"message\":\"{message}\"}}}}"));

        Assert.Equal(seconds is { } known ? TimeSpan.FromSeconds(known) : null, error?.RetryAfter);
    }

    [Fact]
    public void Googles_details_name_the_wait()
    {
        var error = ProviderError.Parse("""{"error":{"code":429,"message":"Quota.","details":[{"@type":"x/google.rpc.Help"},{"@type":"x/google.rpc.RetryInfo","retryDelay":"48s"}]}}"""u8.ToArray());

        Assert.Equal(TimeSpan.FromSeconds(48), error?.RetryAfter);
    }
}
