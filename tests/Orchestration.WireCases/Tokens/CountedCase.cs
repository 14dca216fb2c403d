using System.Security.Cryptography;
using System.Text;
using Orchestration.Models;
using Orchestration.WireCases.Protocols;

namespace Orchestration.WireCases.Tokens;

/// <summary>A recorded request with the tokens that its provider reported.</summary>
/// <param name="Case">The recording.</param>
/// <param name="Profile">The request.</param>
/// <param name="Family">The family of its model.</param>
/// <param name="Reported">What its provider made of it.</param>
/// <param name="Excluded">Why the count cannot follow from the text, so that it is not compared; <see langword="null"/> when it can.</param>
internal sealed record CountedCase(WireCase Case, RequestProfile Profile, TokenFamily Family, Outcome Reported, string? Excluded)
{
    /// <summary>One model at one server: what an application registers, and what a calibration belongs to.</summary>
    public string Deployment { get; } = $"{Case.Provider}|{Case.Vendor}|{Server(Case)}|{Case.Model}";

    /// <summary>Whether the weights were fitted without it: two recordings in five, drawn by their names.</summary>
    public bool IsHeldOut { get; } = SHA256.HashData(Encoding.UTF8.GetBytes(Recording(Case))) is [var a, var b, var c, var d, ..] && (((uint)a << 24) | ((uint)b << 16) | ((uint)c << 8) | d) % 5 >= 3;

    /// <summary>All cases with a request and a reported count of input tokens.</summary>
    public static IReadOnlyList<CountedCase> Of(IEnumerable<WireCase> cases)
    {
        var counted = new List<CountedCase>();
        foreach (var @case in cases)
        {
            var protocol = AllProtocols.List.FirstOrDefault(protocol => protocol.Owns(@case));
            if (protocol?.Recorded(@case) is { } conversation && protocol.Expected(@case) is { InputTokens: > 0 } reported)
            {
                var profile = RequestProfile.Of(conversation.Messages, conversation.Options);
                counted.Add(new CountedCase(@case, profile, TokenFamily.For(@case.Vendor ?? @case.Provider, @case.Model), reported, Reason(@case, profile)));
            }
        }

        return counted;
    }

    private static string? Reason(WireCase @case, in RequestProfile profile) =>
        profile[RequestPart.Image] > 0 ? "images: their tokens follow from pixels"
        : profile[RequestPart.FileByte] > 0 ? "files, sound or video in the request: their tokens follow from pages and seconds"
        : profile[RequestPart.Unseen] > 0 ? "tools, files, conversations or sealed reasoning that the provider keeps: their text is not in the request"
        : @case.Request!.Value.TryGetProperty("cachedContent", out _) ? "text that the provider keeps in a cache by name: it is not in the request"
        : @case.Model?.Contains("compound", StringComparison.Ordinal) == true || @case.Model?.Contains("sonar", StringComparison.Ordinal) == true
            ? "models that search: what they found is counted as input"
        : null;

    /// <summary>The id without the place of the exchange in its recording and without its hash.</summary>
    private static string Recording(WireCase @case)
    {
        var id = $"{@case.Provider}/{@case.Id}";
        for (var i = 0; i < 2 && id.LastIndexOf('.') is > 0 and var dot; i++)
        {
            id = id[..dot];
        }

        return id;
    }

    private static string Server(WireCase @case)
    {
        var path = @case.Path.Split('?')[0];
        return path.Contains("/projects/", StringComparison.Ordinal) ? "vertex" : path.Contains(':', StringComparison.Ordinal) ? string.Empty : path[..path.LastIndexOf('/')];
    }
}
