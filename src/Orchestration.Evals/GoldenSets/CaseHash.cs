using System.Buffers;
using System.Security.Cryptography;

namespace Orchestration.Evals.GoldenSets;

/// <summary>Names what a case means: the hash of one canonical JSON object that holds what is there of expect, input, recorded and reference.</summary>
internal static class CaseHash
{
    public static string Of(GoldenCase golden)
    {
        var bytes = new ArrayBufferWriter<byte>();
        bytes.Write("{"u8);
        if (!golden.Expect.IsEmpty)
        {
            bytes.Write("\"expect\":"u8);
            Members(golden.Expect, static (value, target) => CanonicalJson.Write(value, target), bytes);
            bytes.Write(","u8);
        }

        bytes.Write("\"input\":"u8);
        CanonicalJson.Write(golden.Input, bytes);
        Recorded(golden, bytes);
        if (!golden.Reference.IsEmpty)
        {
            bytes.Write(",\"reference\":"u8);
            CanonicalJson.Write(golden.Reference, bytes);
        }

        bytes.Write("}"u8);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }

    private static void Recorded(GoldenCase golden, ArrayBufferWriter<byte> bytes)
    {
        if (golden.Recorded.Completions.IsEmpty && golden.Recorded.Effects.IsEmpty)
        {
            return;
        }

        bytes.Write(",\"recorded\":{\"completions\":"u8);
        Members(golden.Recorded.Completions, static (text, target) => CanonicalJson.String(text, target), bytes);
        bytes.Write(",\"effects\":"u8);
        Members(golden.Recorded.Effects, static (value, target) => CanonicalJson.Write(value, target), bytes);
        bytes.Write("}"u8);
    }

    private static void Members<T>(IEnumerable<KeyValuePair<string, T>> members, Action<T, ArrayBufferWriter<byte>> write, ArrayBufferWriter<byte> bytes)
    {
        bytes.Write("{"u8);
        var first = true;
        foreach (var (name, value) in members.OrderBy(static member => member.Key, StringComparer.Ordinal))
        {
            if (!first)
            {
                bytes.Write(","u8);
            }

            first = false;
            CanonicalJson.String(name, bytes);
            bytes.Write(":"u8);
            write(value, bytes);
        }

        bytes.Write("}"u8);
    }
}
