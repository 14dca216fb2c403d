using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Prompts;

/// <summary>
/// What a model is sent, as one JSON value with one spelling: equal requests have equal bytes, in every process and culture. Absent means default.
/// </summary>
/// <remarks>
/// Everything is written but a list of members known to be irrelevant, so that an option that is new here makes a difference rather than none.
/// Holds a rented array until it is disposed. Not for use by several threads at once.
/// </remarks>
internal sealed class CanonicalRequest : IDisposable
{
    private readonly CanonicalOutput _output;
    private byte[]? _digest;
    private string? _hash;
    private bool _disposed;

    private CanonicalRequest(CanonicalOutput output) => _output = output;

    /// <summary>The canonical JSON, until this is disposed.</summary>
    public ReadOnlySpan<byte> Utf8 => _output.Json.Written;

    /// <summary>As <see cref="Utf8"/>, and no longer.</summary>
    public JsonBytes Json => new(_output.Json.WrittenMemory);

    /// <summary>Whether the JSON says everything that the model is sent. Only such a request may be cached.</summary>
    [MemberNotNullWhen(false, nameof(InexactReason))]
    public bool IsExact => InexactReason is null;

    /// <summary>What the JSON does not say, for a log; holds no prompt text. <see langword="null"/> if it says all.</summary>
    public string? InexactReason => _output.InexactReason;

    /// <summary>Whether normalizing would change nothing, as far as a quick look tells.</summary>
    public bool IsNormalized => _output.IsNormalized;

    /// <summary>SHA-256 of <see cref="Utf8"/>. First asked for before this is disposed.</summary>
    public ReadOnlySpan<byte> Digest => _digest ??= SHA256.HashData(Utf8);

    /// <summary><see cref="Digest"/> in lower-case hex.</summary>
    public string Hash => _hash ??= Convert.ToHexStringLower(Digest);

    /// <summary>Writes a request as it is sent, for the audit log.</summary>
    public static CanonicalRequest Of(IEnumerable<ChatMessage> messages, ChatOptions? options) => Write(messages, options, normalize: false);

    /// <summary>Writes a request with its texts in normal form, for the cache key.</summary>
    public static CanonicalRequest Normalized(IEnumerable<ChatMessage> messages, ChatOptions? options) => Write(messages, options, normalize: true);

    /// <summary>A copy of the JSON, which outlives this.</summary>
    public JsonBytes ToJson() => new(Utf8.ToArray());

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _output.Json.Return();
        }
    }

    private static CanonicalRequest Write(IEnumerable<ChatMessage> messages, ChatOptions? options, bool normalize)
    {
        var output = new CanonicalOutput(normalize);
        output.Json.StartObject();
        CanonicalOptions.Write(output, options);
        output.Json.Name("messages"u8);
        output.Json.StartArray();
        foreach (var message in messages)
        {
            CanonicalContents.Write(output, message);
        }

        output.Json.EndArray();
        output.Json.EndObject();
        return new CanonicalRequest(output);
    }
}
