using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Orchestration.Models;

namespace Orchestration.Evals.GoldenSets;

/// <summary>Writes a JSON value in the one form that all its spellings share: members sorted by UTF-16 unit, no white space, numbers as digits and exponent, in strings only the escapes that must be.</summary>
internal static class CanonicalJson
{
    /// <summary>How golden sets are parsed: the depth that schemas allow, and no member twice, since readers differ in which of the two they take.</summary>
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static void Write(JsonBytes json, ArrayBufferWriter<byte> target)
    {
        using var document = JsonDocument.Parse(json.Utf8, Strict);
        try
        {
            Write(document.RootElement, target);
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A string of the JSON holds half of a surrogate pair, which is no text.", exception);
        }
    }

    public static void String(string text, ArrayBufferWriter<byte> target)
    {
        var escaped = new StringBuilder(text.Length + 2).Append('"');
        foreach (var unit in text)
        {
            _ = unit switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
                _ => escaped.Append(unit),
            };
        }

        Text(escaped.Append('"').ToString(), target);
    }

    private static void Write(JsonElement value, ArrayBufferWriter<byte> target)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Object(value, target);
                break;
            case JsonValueKind.Array:
                Array(value, target);
                break;
            case JsonValueKind.String:
                String(value.GetString()!, target);
                break;
            case JsonValueKind.Number:
                Text(Number(value.GetRawText()), target);
                break;
            default:
                Text(value.GetRawText(), target);
                break;
        }
    }

    private static void Object(JsonElement value, ArrayBufferWriter<byte> target)
    {
        target.Write("{"u8);
        var separator = string.Empty;
        foreach (var member in value.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal))
        {
            Text(separator, target);
            String(member.Name, target);
            target.Write(":"u8);
            Write(member.Value, target);
            separator = ",";
        }

        target.Write("}"u8);
    }

    private static void Array(JsonElement value, ArrayBufferWriter<byte> target)
    {
        target.Write("["u8);
        var separator = string.Empty;
        foreach (var item in value.EnumerateArray())
        {
            Text(separator, target);
            Write(item, target);
            separator = ",";
        }

        target.Write("]"u8);
    }

    /// <summary>The digits without zeros at either end, and the power of ten they are multiplied by: <c>1.50</c> and <c>15E-1</c> are both <c>15e-1</c>. Exact, however long.</summary>
    internal static string Number(string text)
    {
        var (mantissa, exponent) = text.IndexOfAny(['e', 'E']) is var mark and >= 0
            ? (text[..mark], BigInteger.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            : (text, BigInteger.Zero);
        var sign = mantissa.StartsWith('-') ? "-" : string.Empty;
        mantissa = mantissa.TrimStart('-');
        if (mantissa.IndexOf('.', StringComparison.Ordinal) is var point and >= 0)
        {
            exponent -= mantissa.Length - point - 1;
            mantissa = mantissa.Remove(point, 1);
        }

        var digits = mantissa.TrimEnd('0');
        exponent += mantissa.Length - digits.Length;
        digits = digits.TrimStart('0');
        return digits.Length == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{sign}{digits}{(exponent.IsZero ? string.Empty : $"e{exponent}")}");
    }

    private static void Text(string text, ArrayBufferWriter<byte> target) =>
        target.Advance(Encoding.UTF8.GetBytes(text, target.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
}
