using System.Text;
using Orchestration.Models;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Tests.Wire;

public sealed class FailureRulesTests
{
    [Theory]
    // OpenAI and what speaks like it.
    [InlineData(401, """{"error":{"message":"Wrong key.","type":"invalid_request_error","code":"invalid_api_key"}}""", FailureReason.Authentication)]
    [InlineData(401, """{"error":{"message":"No key.","type":"invalid_request_error","code":null}}""", FailureReason.Authentication)]
    [InlineData(401, """{"error":{"message":"Unauthorized","type":"api_error"}}""", FailureReason.Authentication)]
    [InlineData(403, """{"error":{"message":"Not allowed.","type":"invalid_request_error"}}""", FailureReason.Authentication)]
    [InlineData(404, """{"error":{"message":"No such model.","type":"invalid_request_error","code":"model_not_found"}}""", FailureReason.NotFound)]
    [InlineData(400, """{"error":{"message":"No such model.","type":"invalid_request_error","code":"model_not_found"}}""", FailureReason.NotFound)]
    [InlineData(400, """{"error":{"message":"Too warm.","type":"invalid_request_error","code":"decimal_above_max_value"}}""", FailureReason.InvalidRequest)]
    [InlineData(400, """{"error":{"message":"Long.","type":"invalid_request_error","code":"context_length_exceeded"}}""", FailureReason.ContextTooLong)]
    [InlineData(429, """{"error":{"message":"Slow down.","type":"tokens","code":"rate_limit_exceeded"}}""", FailureReason.RateLimited)]
    [InlineData(429, """{"error":{"message":"Request too large for m: Limit 10, Requested 20.","type":"tokens","code":"rate_limit_exceeded"}}""", FailureReason.ContextTooLong)]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota, please check your plan.","type":"insufficient_quota","code":"insufficient_quota"}}""", FailureReason.QuotaExhausted)]
    [InlineData(500, """{"error":{"message":"Sorry.","type":"server_error"}}""", FailureReason.ServerError)]
    [InlineData(503, """{"error":{"message":"The engine is currently overloaded.","type":"server_error"}}""", FailureReason.Overloaded)]
    [InlineData(409, """{"error":{"message":"Again.","type":"invalid_request_error"}}""", FailureReason.ServerError)]
    // Azure.
    [InlineData(404, """{"error":{"code":"DeploymentNotFound","message":"No deployment."}}""", FailureReason.NotFound)]
    [InlineData(429, """{"error":{"code":"RateLimitReached","message":"Please retry after 6 seconds."}}""", FailureReason.RateLimited)]
    [InlineData(400, """{"error":{"code":"content_filter","message":"Filtered.","status":400}}""", FailureReason.ContentFiltered)]
    // Anthropic.
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", FailureReason.Overloaded)]
    [InlineData(null, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", FailureReason.Overloaded)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 3 tokens > 2 maximum"}}""", FailureReason.ContextTooLong)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low."}}""", FailureReason.QuotaExhausted)]
    [InlineData(413, """{"type":"error","error":{"type":"request_too_large","message":"Large."}}""", FailureReason.ContextTooLong)]
    [InlineData(500, """{"type":"error","error":{"type":"api_error","message":"Oh."}}""", FailureReason.ServerError)]
    // Gemini: a wrong key is a bad request, and a minute's limit is told as a quota with a wait.
    [InlineData(400, """{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}""", FailureReason.Authentication)]
    [InlineData(429, """{"error":{"code":429,"message":"You exceeded your current quota, please check your plan.","status":"RESOURCE_EXHAUSTED"}}""", FailureReason.QuotaExhausted)]
    [InlineData(429, """{"error":{"code":429,"message":"You exceeded your current quota, please check your plan.","status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"9s"}]}}""", FailureReason.RateLimited)]
    [InlineData(503, """{"error":{"code":503,"message":"Busy.","status":"UNAVAILABLE"}}""", FailureReason.Overloaded)]
    [InlineData(200, """{"error":{"code":500,"message":"Oh.","status":"INTERNAL"}}""", FailureReason.ServerError)]
    [InlineData(400, """{"error":{"code":400,"message":"The input token count (3) exceeds the maximum number of tokens allowed (2).","status":"INVALID_ARGUMENT"}}""", FailureReason.ContextTooLong)]
    // llama.cpp, which says 500 where the caller is at fault, and Ollama.
    [InlineData(500, """{"error":{"code":500,"message":"tools param requires --jinja flag","type":"server_error"}}""", FailureReason.InvalidRequest)]
    [InlineData(501, """{"error":{"code":501,"message":"No embeddings.","type":"not_supported_error"}}""", FailureReason.InvalidRequest)]
    [InlineData(503, """{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""", FailureReason.Overloaded)]
    [InlineData(400, """{"error":{"code":400,"message":"Long.","type":"exceed_context_size_error","n_ctx":2}}""", FailureReason.ContextTooLong)]
    [InlineData(400, """{"error":"the input length exceeds the context length"}""", FailureReason.ContextTooLong)]
    [InlineData(404, """{"error":"model 'm' not found"}""", FailureReason.NotFound)]
    // In a stream, where there is no status.
    [InlineData(null, """{"error":{"message":"Sorry.","type":"server_error"}}""", FailureReason.ServerError)]
    [InlineData(null, """{"error":{"message":"Bad.","type":"invalid_request_error","code":null}}""", FailureReason.InvalidRequest)]
    [InlineData(null, """{"error":"the runner has stopped"}""", FailureReason.ServerError)]
    // Proxies.
    [InlineData(502, "<html>Bad gateway</html>", FailureReason.ServerError)]
    [InlineData(504, "", FailureReason.Timeout)]
    [InlineData(402, "", FailureReason.QuotaExhausted)]
    [InlineData(418, "{}", FailureReason.InvalidRequest)]
    public void What_a_provider_says_has_one_reason(int? status, string body, FailureReason reason)
    {
        var error = ProviderError.Parse(Encoding.UTF8.GetBytes(body));

        Assert.Equal(reason, FailureRules.ReasonOf(status == 200 ? error?.Status : status, error));
    }
}
