using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Orchestration.Routing.Classifiers;

/// <summary>A trained classifier as bytes: a header, the scales, the dense weights, a byte a bucket and class, and SHA-256 of all that. Numbers are little-endian.</summary>
internal static class ClassifierFile
{
    public const int FewestBits = 12;
    public const int MostBits = 18;

    private const int HeaderLength = 12;

    // Also raised when features are computed in another way: old weights would then judge by other signs than they were trained on.
    private const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "ORCLASS\n"u8;

    public static byte[] Write(LinearModel model)
    {
        var bytes = new byte[LengthOf(model.Bits)];
        Magic.CopyTo(bytes);
        (bytes[8], bytes[9], bytes[10], bytes[11]) = (Version, (byte)model.Bits, LinearModel.Classes, DenseFeatures.Count);
        var rest = bytes.AsSpan(HeaderLength);
        foreach (var number in (ReadOnlySpan<float>)[.. model.Scales, .. model.Dense])
        {
            BinaryPrimitives.WriteSingleLittleEndian(rest, number);
            rest = rest[sizeof(float)..];
        }

        MemoryMarshal.AsBytes(model.Buckets).CopyTo(rest);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes), bytes.AsSpan(bytes.Length - SHA256.HashSizeInBytes));
        return bytes;
    }

    public static LinearModel Read(Stream stream)
    {
        var header = new byte[HeaderLength];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        CheckHeader(header.AsSpan(0, read));

        var bytes = new byte[LengthOf(header[9])];
        header.CopyTo(bytes, 0);
        read += stream.ReadAtLeast(bytes.AsSpan(HeaderLength), bytes.Length - HeaderLength, throwOnEndOfStream: false);
        if (read < bytes.Length)
        {
            throw new InvalidDataException($"The classifier was cut: {read} bytes are there, and its header tells of {bytes.Length}.");
        }

        if (stream.ReadByte() >= 0)
        {
            throw new InvalidDataException($"The classifier has more bytes than the {bytes.Length} that its header tells of.");
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - hash.Length), hash);
        if (!hash.SequenceEqual(bytes.AsSpan(bytes.Length - hash.Length)))
        {
            throw new InvalidDataException("The classifier's checksum does not hold: the file was changed or damaged.");
        }

        return Parse(header[9], bytes.AsSpan(HeaderLength, bytes.Length - HeaderLength - hash.Length));
    }

    private static void CheckHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderLength || !header.StartsWith(Magic))
        {
            throw new InvalidDataException("Not a trained classifier: it does not begin as the files that TrainedClassifier.Save writes.");
        }

        if (header[8] != Version)
        {
            throw new InvalidDataException($"The classifier has format version {header[8]}; this library reads version {Version}. Train it again.");
        }

        if (header[9] is < FewestBits or > MostBits || header[10] != LinearModel.Classes || header[11] != DenseFeatures.Count)
        {
            throw new InvalidDataException("The classifier's header is damaged: its sizes are none that this version writes.");
        }
    }

    private static LinearModel Parse(int bits, ReadOnlySpan<byte> body)
    {
        var scales = Floats(ref body, LinearModel.Classes);
        var dense = Floats(ref body, LinearModel.Classes * DenseFeatures.Count);
        return new LinearModel(bits, MemoryMarshal.Cast<byte, sbyte>(body).ToArray(), scales, dense);
    }

    private static float[] Floats(ref ReadOnlySpan<byte> body, int count)
    {
        var floats = new float[count];
        for (var i = 0; i < count; i++)
        {
            floats[i] = BinaryPrimitives.ReadSingleLittleEndian(body[(i * sizeof(float))..]);
        }

        body = body[(count * sizeof(float))..];
        return floats;
    }

    private static int LengthOf(int bits) =>
        HeaderLength + (sizeof(float) * LinearModel.Classes * (1 + DenseFeatures.Count)) + (LinearModel.Classes << bits) + SHA256.HashSizeInBytes;
}
