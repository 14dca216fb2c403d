using Orchestration.Providers.Gemini;

namespace Orchestration.WireCases.Protocols;

/// <summary>The parts of a path as <c>/v1beta/models/gemini-2.5-flash:generateContent</c>.</summary>
internal sealed record GeminiPath(string Prefix, string Model, string Method)
{
    public static GeminiPath Parse(string path)
    {
        path = path.Split('?')[0];
        var colon = path.LastIndexOf(':');
        var (name, method) = (path[..colon], path[(colon + 1)..]);
        var models = name.LastIndexOf("/models/", StringComparison.Ordinal);
        if (models >= 0)
        {
            return new GeminiPath(name[..models], name[(models + "/models/".Length)..], method);
        }

        // A tuned model, say, is named with the collection that it is of.
        var collection = name.LastIndexOf('/', name.LastIndexOf('/') - 1);
        return new GeminiPath(name[..collection], name[(collection + 1)..], method);
    }

    public GeminiOptions Options(Uri server)
    {
        var options = new GeminiOptions { BaseAddress = new Uri(server, Prefix) };
        if (Prefix.EndsWith("/publishers/google", StringComparison.Ordinal))
        {
            options.BearerToken = static _ => ValueTask.FromResult("token-of-a-test");
        }
        else
        {
            options.ApiKey = "key-of-a-test";
        }

        return options;
    }

    public static IEnumerable<string> Differences(WireCase @case, SentRequest sent)
    {
        var (path, isVertex) = (@case.Path.Split('?')[0], @case.Path.Contains("/publishers/google/", StringComparison.Ordinal));
        if (sent.Path.Split('?')[0] != path)
        {
            yield return $"path: recorded {path}, sent {sent.Path}";
        }

        if (path.EndsWith(":streamGenerateContent", StringComparison.Ordinal) && !sent.Path.EndsWith("?alt=sse", StringComparison.Ordinal))
        {
            yield return $"path: sent {sent.Path}, which asks for no server-sent events";
        }

        if (isVertex ? sent.Headers.Authorization != "Bearer token-of-a-test" : sent.Headers["x-goog-api-key"] != "key-of-a-test")
        {
            yield return "is not signed in";
        }
    }
}
