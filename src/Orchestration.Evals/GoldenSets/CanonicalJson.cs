using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestration.Models;
using Orchestration.Prompts;

namespace Orchestration.Evals.GoldenSets;

/// <summary>Writes a JSON value in the one form that all its spellings share: members sorted by UTF-16 unit, no white space, numbers as digits and exponent, in strings only the escapes that must be.</summary>
internal sealed class CanonicalJson
{
    /// <summary>How golden sets are parsed: the depth that schemas allow, and no member twice, since readers differ in which of the two they take.</summary>
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    private readonly ArrayBufferWriter<byte> _target;
    private readonly Func<string, string> _spell;

    private CanonicalJson(ArrayBufferWriter<byte> target, Func<string, string> spell) => (_target, _spell) = (target, spell);

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static void Write(JsonBytes json, ArrayBufferWriter<byte> target) => new CanonicalJson(target, static text => text).Root(json);

    public static void String(string text, ArrayBufferWriter<byte> target) => new CanonicalJson(target, static text => text).String(text);

    /// <summary>SHA-256 in lower-case hex of the value with its strings spelt as the response cache's key spells them: the same for what looks the same.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static string NormalizedKey(JsonBytes json)
    {
        var bytes = new ArrayBufferWriter<byte>(json.Utf8.Length + 1);
        new CanonicalJson(bytes, PromptNormalizer.Normalize).Root(json);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }

    private void Root(JsonBytes json)
    {
        using var document = JsonDocument.Parse(json.Utf8, Strict);
        try
        {
            Value(document.RootElement);
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A string of the JSON holds half of a surrogate pair, which is no text.", exception);
        }
    }

    private void Value(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Object(value);
                break;
            case JsonValueKind.Array:
                Array(value);
                break;
            case JsonValueKind.String:
                String(_spell(value.GetString()!));
                break;
            case JsonValueKind.Number:
                Text(Number(value.GetRawText()));
                break;
            default:
                Text(value.GetRawText());
                break;
        }
    }

    private void Object(JsonElement value)
    {
        var separator = "{";
        foreach (var member in value.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal))
        {
            Text(separator);
            String(member.Name);
            Text(":");
            Value(member.Value);
            separator = ",";
        }

        Text(separator == "{" ? "{}" : "}");
    }

    private void Array(JsonElement value)
    {
        var separator = "[";
        foreach (var item in value.EnumerateArray())
        {
            Text(separator);
            Value(item);
            separator = ",";
        }

        Text(separator == "[" ? "[]" : "]");
    }

    private void String(string text)
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

        Text(escaped.Append('"').ToString());
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

    private void Text(string text) => _target.Advance(Encoding.UTF8.GetBytes(text, _target.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
}
