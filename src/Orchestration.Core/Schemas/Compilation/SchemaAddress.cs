using System.Text;

namespace Orchestration.Schemas.Compilation;

/// <summary>Addresses of schemas: URI references as RFC 3986 resolves them, on text, for <see cref="Uri"/> rewrites what it reads and cannot resolve against a URN.</summary>
internal static class SchemaAddress
{
    /// <summary>What relative references of a schema without an address start from.</summary>
    public const string Default = "json-schema:///";

    /// <summary>A reference without its fragment, and the fragment without <c>#</c>; empty when there is none.</summary>
    public static (string Address, string Fragment) Split(string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (reference, string.Empty) : (reference[..hash], reference[(hash + 1)..]);
    }

    /// <summary>RFC 3986, 5.2.2. Neither has a fragment.</summary>
    public static string Resolve(string start, string reference)
    {
        var r = Parts.Of(reference);
        if (r.Scheme is not null)
        {
            return r.ToString();
        }

        var b = Parts.Of(start);
        return (r switch
        {
            { Authority: not null } => r with { Scheme = b.Scheme },
            { Path: "" } => b with { Query = r.Query ?? b.Query },
            { Path: ['/', ..] } => b with { Path = r.Path, Query = r.Query },
            _ => b with { Path = Merge(b, r.Path), Query = r.Query },
        }).ToString();
    }

    /// <summary>The form in which two ways to write an address are the same text.</summary>
    public static string Normalize(string address) => Parts.Of(address).ToString();

    private static string Merge(Parts start, string path) =>
        start is { Authority: not null, Path: "" } ? $"/{path}" : string.Concat(start.Path.AsSpan(0, start.Path.LastIndexOf('/') + 1), path);

    private static string WithoutDots(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal) && !path.StartsWith('.'))
        {
            return path;
        }

        var kept = new List<string>();
        var segments = path.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i] is not ("." or ".."))
            {
                kept.Add(segments[i]);
                continue;
            }

            if (segments[i] == ".." && kept.Count > 0 && !(kept.Count == 1 && kept[0].Length == 0))
            {
                kept.RemoveAt(kept.Count - 1);
            }

            if (i == segments.Length - 1)
            {
                kept.Add(string.Empty);
            }
        }

        return string.Join('/', kept);
    }

    private sealed record Parts(string? Scheme, string? Authority, string Path, string? Query)
    {
        public static Parts Of(string text)
        {
            string? scheme = null, authority = null, query = null;
            var colon = text.AsSpan().IndexOfAny(":/?");
            if (colon > 0 && text[colon] == ':' && char.IsAsciiLetter(text[0]))
            {
                (scheme, text) = (text[..colon], text[(colon + 1)..]);
            }

            if (text.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark)
            {
                (text, query) = (text[..mark], text[(mark + 1)..]);
            }

            if (text.StartsWith("//", StringComparison.Ordinal))
            {
                var end = text.IndexOf('/', 2);
                (authority, text) = end < 0 ? (text[2..], string.Empty) : (text[2..end], text[end..]);
            }

            return new Parts(scheme, authority, text, query);
        }

        public override string ToString()
        {
            var text = new StringBuilder();
            if (Scheme is not null)
            {
                text.Append(Scheme.ToLowerInvariant()).Append(':');
            }

            if (Authority is not null)
            {
                text.Append("//").Append(Authority.ToLowerInvariant());
            }

            text.Append(WithoutDots(Path));
            return Query is null ? text.ToString() : text.Append('?').Append(Query).ToString();
        }
    }
}
