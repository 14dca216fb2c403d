using System.Globalization;

namespace Orchestration.Providers.Llama;

/// <summary>Reads <c>OLLAMA_HOST</c> as Ollama's own client does: <c>host</c>, <c>host:port</c>, <c>:port</c> or an address, where each part may be missing.</summary>
internal static class OllamaHost
{
    public static readonly Uri Default = new("http://127.0.0.1:11434");

    private const int Port = 11434;

    public static Uri FromEnvironment() => Parse(Environment.GetEnvironmentVariable("OLLAMA_HOST"));

    public static Uri Parse(string? text)
    {
        var rest = text?.Trim(' ', '\t', '"', '\'') ?? string.Empty;
        var scheme = "http";
        var port = Port;
        if (rest.IndexOf("://", StringComparison.Ordinal) is >= 0 and var end)
        {
            scheme = rest[..end].ToLowerInvariant();
            rest = rest[(end + 3)..];
            port = scheme == "https" ? 443 : 80;
        }

        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var path = slash < 0 ? string.Empty : rest[slash..].TrimEnd('/');
        var host = slash < 0 ? rest : rest[..slash];

        // A colon within brackets, or one of several, belongs to an IPv6 address.
        var colon = host.LastIndexOf(':');
        if (colon >= 0 && (host.IndexOf(':', StringComparison.Ordinal) == colon || host[colon - 1] == ']'))
        {
            port = int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given is > 0 and <= ushort.MaxValue ? given : port;
            host = host[..colon];
        }

        host = host.Trim('[', ']') switch
        {
            // What a server listens on is no address to connect to everywhere.
            "" or "0.0.0.0" => "127.0.0.1",
            "::" => "[::1]",
            { } address when address.Contains(':', StringComparison.Ordinal) => $"[{address}]",
            { } name => name,
        };
        return Uri.TryCreate(string.Create(CultureInfo.InvariantCulture, $"{scheme}://{host}:{port}{path}"), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : Default;
    }
}
