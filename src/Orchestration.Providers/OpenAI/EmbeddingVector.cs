using System.Buffers.Binary;
using System.Text.Json;

namespace Orchestration.Providers.OpenAI;

/// <summary>Reads a vector in either of its forms: numbers, or base64 of 32-bit floats with the low byte first. A server that does not know the one asked for sends the other.</summary>
internal static class EmbeddingVector
{
    /// <exception cref="FormatException">It is neither.</exception>
    public static float[] Read(JsonElement? vector) => vector switch
    {
        { ValueKind: JsonValueKind.String } base64 => FromBytes(base64.GetBytesFromBase64()),
        { ValueKind: JsonValueKind.Array } numbers => FromNumbers(numbers),
        _ => throw new FormatException("The vector is neither a list nor base64."),
    };

    private static float[] FromBytes(byte[] bytes)
    {
        if (bytes.Length % sizeof(float) != 0)
        {
            throw new FormatException("The vector's bytes are not 32-bit floats.");
        }

        var numbers = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        }

        return numbers;
    }

    private static float[] FromNumbers(JsonElement list)
    {
        var numbers = new float[list.GetArrayLength()];
        var i = 0;
        foreach (var number in list.EnumerateArray())
        {
            numbers[i++] = number.ValueKind == JsonValueKind.Number ? number.GetSingle() : throw new FormatException("The vector holds what is no number.");
        }

        return numbers;
    }
}
