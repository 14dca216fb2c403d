using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestration.Evals.Cassettes;

/// <summary>Names a recorded response: SHA-256 of the model's name, the request's hash, the repeat, and the how manieth time the run asks just this.</summary>
/// <remarks>The case is not in it: where two cases ask the same, one answer serves both, as it does in a response cache.</remarks>
internal readonly record struct CassetteKey(UInt128 Upper, UInt128 Lower)
{
    public const int HexLength = 64;

    public static CassetteKey Of(string model, string requestHash, int repeat, int occurrence)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{model}\n{requestHash}\n{repeat}\n{occurrence}")), digest);
        return new CassetteKey(BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[16..]));
    }

    /// <exception cref="FormatException">It is not 64 hex digits.</exception>
    public static CassetteKey Parse(ReadOnlySpan<byte> hex)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        return hex.Length == HexLength && Convert.FromHexString(Encoding.ASCII.GetString(hex), digest, out _, out _) == System.Buffers.OperationStatus.Done
            ? new CassetteKey(BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[16..]))
            : throw new FormatException("A key has 64 hex digits.");
    }

    /// <summary>The first hex digit: which of the sixteen files it is in.</summary>
    public int File => (int)(Upper >> 124);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Upper:x32}{Lower:x32}");
}
