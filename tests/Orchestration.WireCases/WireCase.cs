using System.Text.Json;

namespace Orchestration.WireCases;

/// <summary>One recorded exchange with a provider, and what two separately written readers found in it.</summary>
internal sealed class WireCase
{
    private WireCase(JsonElement json)
    {
        Id = json.GetProperty("id").GetString()!;
        Provider = json.GetProperty("provider").GetString()!;
        Api = json.GetProperty("wire_api").GetString()!;
        Vendor = json.TryGetProperty("vendor", out var vendor) ? vendor.GetString() : null;
        Model = json.TryGetProperty("model", out var model) ? model.GetString() : null;
        var request = json.GetProperty("request");
        Path = request.GetProperty("path").GetString()!;
        RequestHeaders = Headers(request);
        Request = request.GetProperty("body") is { ValueKind: JsonValueKind.Object } body ? body : null;
        var response = json.GetProperty("response");
        Status = response.GetProperty("status").GetInt32();
        ResponseHeaders = Headers(response);
        Response = response.GetProperty("body").GetString()!;
        Expect = json.GetProperty("expect");
        IsStreaming = json.TryGetProperty("streaming", out var streaming) && streaming.ValueKind == JsonValueKind.True;
    }

    public string Id { get; }

    /// <summary>The name of the case's folder.</summary>
    public string Provider { get; }

    /// <summary>The protocol: chat, responses, messages, generateContent, ollama-chat or embeddings.</summary>
    public string Api { get; }

    public string? Vendor { get; }

    public string? Model { get; }

    /// <summary>The request's path with its query.</summary>
    public string Path { get; }

    public IReadOnlyDictionary<string, string> RequestHeaders { get; }

    /// <summary>The recorded request; <see langword="null"/> when none was recorded.</summary>
    public JsonElement? Request { get; }

    public int Status { get; }

    public IReadOnlyDictionary<string, string> ResponseHeaders { get; }

    public string Response { get; }

    /// <summary>What the provider says, in its own words and counts.</summary>
    public JsonElement Expect { get; }

    public bool IsStreaming { get; }

    public static IReadOnlyList<WireCase> Load(string folder)
    {
        var cases = new List<WireCase>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (System.IO.Path.GetFileName(file) != "INDEX.json")
            {
                cases.Add(Parse(File.ReadAllBytes(file)));
            }
        }

        return cases;
    }

    /// <summary>Reads the JSON of one case.</summary>
    public static WireCase Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return new WireCase(document.RootElement.Clone());
    }

    private static Dictionary<string, string> Headers(JsonElement message) =>
        message.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object
            ? headers.EnumerateObject().ToDictionary(static header => header.Name, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)
            : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
