using System.Text.Json.Nodes;
using Orchestration.Providers.OpenAI;

namespace Orchestration.WireCases.Protocols;

/// <summary>Which server a case of OpenAI's protocols was recorded at, as an application would configure it.</summary>
internal static class OpenAIServers
{
    private const string Key = "a-key-of-this-test";

    private static readonly string[] Operations = ["chat/completions", "embeddings", "responses"];

    public static (OpenAIOptions Options, string Model) Of(WireCase @case, Uri server)
    {
        var (path, query) = Split(@case.Path);
        var deployment = path.Split("/deployments/") is [_, var rest] ? Uri.UnescapeDataString(rest.Split('/')[0]) : null;
        var options = new OpenAIOptions
        {
            ApiKey = Key,
            Dialect = DialectOf(@case, path),
            BaseAddress = new Uri(server, deployment is null ? Prefix(path) : path[..path.IndexOf("/deployments/", StringComparison.Ordinal)]),
            ApiVersion = query.Split('&').FirstOrDefault(static pair => pair.StartsWith("api-version=", StringComparison.Ordinal))?["api-version=".Length..],
        };
        var model = @case.Request is { } request && request.TryGetProperty("model", out var named) ? named.GetString() : null;
        return (options, deployment ?? model ?? @case.Model ?? "a-model");
    }

    /// <summary>The path names the model of an Azure deployment; whether the body repeats it means nothing.</summary>
    public static void DropNamedModel(JsonObject body, WireCase @case)
    {
        if (@case.Path.Contains("/deployments/", StringComparison.Ordinal))
        {
            body.Remove("model");
        }
    }

    public static IEnumerable<string> Differences(WireCase @case, SentRequest sent)
    {
        if (sent.Path != @case.Path)
        {
            yield return $"path: recorded {@case.Path}, sent {sent.Path}";
        }

        var isAzure = @case.Provider == "azure-openai";
        var key = isAzure ? sent.Headers["api-key"].ToString() : sent.Headers.Authorization.ToString();
        if (key != (isAzure ? Key : $"Bearer {Key}"))
        {
            yield return $"key: sent '{key}'";
        }
    }

    public static OpenAIDialect DialectOf(WireCase @case) => DialectOf(@case, Split(@case.Path).Path);

    private static OpenAIDialect DialectOf(WireCase @case, string path) => @case.Provider switch
    {
        "openai-chat" or "openai-embeddings" or "openai-responses" => OpenAIDialect.OpenAI,
        "azure-openai" => path.StartsWith("/models/", StringComparison.Ordinal) ? OpenAIDialect.AzureInference : OpenAIDialect.AzureOpenAI,
        "groq" => OpenAIDialect.Groq,
        "llamacpp" => OpenAIDialect.LlamaCpp,
        _ => @case.Vendor switch
        {
            "openai" => OpenAIDialect.OpenAI,
            "mistral" => OpenAIDialect.Mistral,
            "deepseek" => OpenAIDialect.DeepSeek,
            "openrouter" => OpenAIDialect.OpenRouter,
            "xai" => OpenAIDialect.Xai,
            "groq" => OpenAIDialect.Groq,
            "vllm" or "crusoe" => OpenAIDialect.VLlm,
            "snowflake" => OpenAIDialect.Compatible with { ReasoningSwitch = OpenAIReasoningSwitch.Reasoning },
            _ => OpenAIDialect.Compatible,
        },
    };

    private static string Prefix(string path)
    {
        var operation = Operations.First(operation => path.EndsWith(operation, StringComparison.Ordinal));
        return path[..^(operation.Length + 1)];
    }

    private static (string Path, string Query) Split(string path) => path.Split('?', 2) is [var before, var after] ? (before, after) : (path, string.Empty);
}
