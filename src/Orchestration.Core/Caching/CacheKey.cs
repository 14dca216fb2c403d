using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;
using Orchestration.Prompts;

namespace Orchestration.Caching;

/// <summary>Names the answer to a request: SHA-256 of who may share it, which model was asked, and everything that was sent.</summary>
/// <param name="Upper">The first 16 bytes of the hash, big-endian.</param>
/// <param name="Lower">The last 16 bytes.</param>
internal readonly record struct CacheKey(UInt128 Upper, UInt128 Lower)
{
    // Changes with the canonical form, the rules of normalization or the Unicode version of its tables: an old key then finds nothing.
    private static ReadOnlySpan<byte> FormatVersion => "orchestration/1/unicode-15.0.0"u8;

    /// <summary>The key of a request; <see langword="null"/> if its canonical form is not exact, so that it must not be cached.</summary>
    /// <param name="scope">Who may share the answer: a tenant, or a scope that several agree on.</param>
    /// <param name="model">The name that the model is registered by.</param>
    /// <param name="messages">The messages; their text is normalized for the key.</param>
    /// <param name="options">The options. Whether the answer is streamed is not among them and makes no difference.</param>
    public static CacheKey? Compute(string scope, string model, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        using var request = CanonicalRequest.Normalized(messages, options);
        return request.IsExact ? Hash(scope, model, request.Digest) : null;
    }

    /// <summary>As above, for a request whose canonical form is at hand: nothing is written again if there is nothing to normalize.</summary>
    public static CacheKey? Compute(string scope, string model, CanonicalRequest request, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (!request.IsExact)
        {
            return null;
        }

        return request.IsNormalized ? Hash(scope, model, request.Digest) : Compute(scope, model, messages, options);
    }

    /// <summary>The hash as 64 lower-case hex digits.</summary>
    public override string ToString() => string.Create(64, this, static (hex, key) =>
    {
        Span<byte> bytes = stackalloc byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key.Upper);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], key.Lower);
        Convert.TryToHexStringLower(bytes, hex, out _);
    });

    private static CacheKey Hash(string scope, string model, ReadOnlySpan<byte> requestDigest)
    {
        // Each field behind its length, so that no two lists of fields have the same bytes.
        var size = FormatVersion.Length + Encoding.UTF8.GetByteCount(scope) + Encoding.UTF8.GetByteCount(model) + requestDigest.Length + (4 * sizeof(int));
        var rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var fields = rented.AsSpan(0, size);
            var rest = Field(fields, FormatVersion);
            rest = Field(rest, scope);
            rest = Field(rest, model);
            Field(rest, requestDigest);

            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(fields, hash);
            return new CacheKey(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static Span<byte> Field(Span<byte> target, ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, value.Length);
        value.CopyTo(target[sizeof(int)..]);
        return target[(sizeof(int) + value.Length)..];
    }

    private static Span<byte> Field(Span<byte> target, string value)
    {
        var length = Encoding.UTF8.GetBytes(value, target[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(target, length);
        return target[(sizeof(int) + length)..];
    }
}
