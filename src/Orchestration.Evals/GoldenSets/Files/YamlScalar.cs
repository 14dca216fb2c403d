using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestration.Evals.GoldenSets.Files;

/// <summary>What a YAML scalar means by the core schema of YAML 1.2 (section 10.3), which is also the only one in which all JSON is YAML: <c>yes</c>, <c>on</c> and <c>12:30</c> are text.</summary>
internal static partial class YamlScalar
{
    private const string Prefix = "tag:yaml.org,2002:";

    /// <summary>The scalar as a JSON token; <see langword="null"/> for text.</summary>
    /// <param name="scalar">The scalar.</param>
    /// <param name="fault">Why it is no JSON value; <see langword="null"/> when it is.</param>
    public static string? Token(Scalar scalar, out string? fault)
    {
        fault = null;
        var tag = scalar.Tag.IsEmpty ? string.Empty : scalar.Tag.Value;
        if (tag is "!" or Prefix + "str" || (tag.Length == 0 && scalar.Style != ScalarStyle.Plain))
        {
            return null;
        }

        var token = Plain(scalar.Value);
        var kind = token is null ? "str" : token switch
        {
            "null" => "null",
            "true" or "false" => "bool",
            _ when Integer().IsMatch(scalar.Value) || !Decimal().IsMatch(scalar.Value) => "int",
            _ => "float",
        };
        if (NotFinite().IsMatch(scalar.Value))
        {
            fault = $"{scalar.Value} is no number that JSON has; put it in quotes if text is meant.";
        }
        else if (tag.Length > 0 && tag != Prefix + kind && !(tag == Prefix + "float" && kind == "int"))
        {
            fault = $"'{scalar.Value}' with the tag {tag} is no JSON value; leave the tag out, or put text in quotes.";
        }

        return token;
    }

    private static string? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => "null",
        "true" or "True" or "TRUE" => "true",
        "false" or "False" or "FALSE" => "false",
        _ when Decimal().Match(text) is { Success: true } match => Number(match),
        _ when Hexadecimal().IsMatch(text) => BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        _ when Octal().IsMatch(text) => text[2..].Aggregate(BigInteger.Zero, static (sum, digit) => (sum * 8) + (digit - '0')).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    // JSON has no plus, no leading zeros and no bare point; the digits stay as they are written.
    private static string Number(Match match)
    {
        var whole = match.Groups["whole"].Value.TrimStart('0');
        var part = match.Groups["part"].Value;
        return $"{(match.Groups["sign"].Value == "-" ? "-" : string.Empty)}{(whole.Length == 0 ? "0" : whole)}{(part.Length == 0 ? string.Empty : "." + part)}{match.Groups["exponent"].Value}";
    }

    [GeneratedRegex(@"\A(?<sign>[-+]?)(?:(?<whole>[0-9]+)(?:\.(?<part>[0-9]*))?|\.(?<part>[0-9]+))(?<exponent>(?:[eE][-+]?[0-9]+)?)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\A[-+]?[0-9]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A0x[0-9a-fA-F]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"\A0o[0-7]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Octal();

    [GeneratedRegex(@"\A(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotFinite();
}
