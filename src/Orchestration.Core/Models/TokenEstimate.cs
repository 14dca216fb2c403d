using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.Models;

/// <summary>How many tokens a prompt will take, without its tokenizer: deterministic, without allocation, and rather too many than too few, for it backs reservations.</summary>
/// <remarks>
/// Each UTF-16 code unit has a weight by the class of its script. The weights were fitted so that ordinary text stays at or above its count
/// in the o200k_base vocabulary: English, code and JSON by a tenth to two fifths, other scripts by up to twice; the counts are the test
/// vectors of this class. Random letters (base64, keys, hashes) are the exception: they take more than twice the estimate. A file that is no image counts a token
/// for four bytes.
/// </remarks>
internal static class TokenEstimate
{
    /// <summary>Role, separators and the opening of the answer: 3 to 8 tokens with the vendors that document it.</summary>
    public const int PerMessage = 8;

    /// <summary>An image of about a megapixel, the size to which vendors scale larger ones down.</summary>
    public const int PerImage = 1_600;

    // Weights are twelfths of a token.
    private const int Token = 12;
    private const int AsciiLetterOrSpace = 3;
    private const int AsciiOther = 8;
    private const int Latin = 12;
    private const int CyrillicGreekSemitic = 8;
    private const int Indic = 12;
    private const int Symbol = 24;
    private const int EastAsian = 15;
    private const int HalfOfPair = 18;
    private const int Rare = 30;

    public static long OfText(ReadOnlySpan<char> text)
    {
        long weight = 0;
        while (!text.IsEmpty)
        {
            var ascii = text.IndexOfAnyExceptInRange('\0', '\x7F');
            ascii = ascii < 0 ? text.Length : ascii;
            var light = LettersAndSpaces(text[..ascii]);
            weight += ((long)light * AsciiLetterOrSpace) + ((long)(ascii - light) * AsciiOther);
            text = text[ascii..];

            var next = 0;
            for (; next < text.Length && text[next] > '\x7F'; next++)
            {
                weight += Weight(text[next]);
            }

            text = text[next..];
        }

        return (weight + Token - 1) / Token;
    }

    /// <summary>All that a request sends: messages with their images, tool calls and results, tools with their schemas, the schema of the answer.</summary>
    public static long OfRequest(IEnumerable<ChatMessage> messages, ChatOptions? options = null)
    {
        long tokens = 0;
        foreach (var message in messages)
        {
            tokens += PerMessage + OfText(message.AuthorName);
            for (var i = 0; i < message.Contents.Count; i++)
            {
                tokens += OfContent(message.Contents[i]);
            }
        }

        return tokens + (options is null ? 0 : OfOptions(options));
    }

    private static long OfContent(AIContent content) => content switch
    {
        TextContent text => OfText(text.Text),
        TextReasoningContent reasoning => OfText(reasoning.Text),
        DataContent data when data.HasTopLevelMediaType("image") => PerImage,
        DataContent data => data.Data.Length / 4,
        UriContent => PerImage,
        FunctionCallContent call => PerMessage + OfText(call.Name) + OfArguments(call.Arguments),
        FunctionResultContent { Result: JsonElement json } => PerMessage + OfJson(json),
        FunctionResultContent result => PerMessage + OfText(result.Result?.ToString()),
        _ => 0,
    };

    private static long OfArguments(IDictionary<string, object?>? arguments)
    {
        long tokens = 0;
        if (arguments is not null)
        {
            foreach (var (name, value) in arguments)
            {
                tokens += 4 + OfText(name) + (value is JsonElement json ? OfJson(json) : OfText(value?.ToString()));
            }
        }

        return tokens;
    }

    private static long OfOptions(ChatOptions options)
    {
        var tokens = OfText(options.Instructions);
        for (var i = 0; i < options.Tools?.Count; i++)
        {
            var tool = options.Tools[i];
            tokens += PerMessage + OfText(tool.Name) + OfText(tool.Description) + (tool is AIFunctionDeclaration function ? OfJson(function.JsonSchema) : 0);
        }

        return tokens + (options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } ? OfJson(schema) : 0);
    }

    /// <summary>JSON takes 2.7 to 4.6 bytes a token, measured on schemas and tables, dense and indented.</summary>
    private static long OfJson(JsonElement json) =>
        json.ValueKind is JsonValueKind.Undefined ? 0 : ((JsonMarshal.GetRawUtf8Value(json).Length * 3L) + 7) / 8;

    private static int LettersAndSpaces(ReadOnlySpan<char> ascii)
    {
        var units = MemoryMarshal.Cast<char, ushort>(ascii);
        var count = 0;
        while (units.Length >= Vector<ushort>.Count)
        {
            // A lane counts at most once a round, so that it cannot overflow within this many rounds.
            var lanes = Vector<ushort>.Zero;
            for (var round = 0; round < ushort.MaxValue && units.Length >= Vector<ushort>.Count; round++)
            {
                var chunk = new Vector<ushort>(units);
                var letter = Vector.LessThan((chunk | new Vector<ushort>(0x20)) - new Vector<ushort>('a'), new Vector<ushort>(26));
                var space = Vector.LessThanOrEqual(chunk, new Vector<ushort>(' '));
                lanes -= letter | space;
                units = units[Vector<ushort>.Count..];
            }

            for (var lane = 0; lane < Vector<ushort>.Count; lane++)
            {
                count += lanes[lane];
            }
        }

        foreach (var unit in units)
        {
            count += unit <= ' ' || char.IsAsciiLetter((char)unit) ? 1 : 0;
        }

        return count;
    }

    private static int Weight(char unit) => unit switch
    {
        < '\u0370' => Latin,
        < '\u0780' => CyrillicGreekSemitic,
        < '\u1200' => Indic,
        < '\u1E00' => Rare,
        < '\u2000' => Latin,
        < '\u2E80' => Symbol,
        < '\uA000' => EastAsian,
        < '\uAC00' => Rare,
        < '\uD800' => EastAsian,
        < '\uE000' => HalfOfPair,
        < '\uFF00' => Rare,
        _ => EastAsian,
    };
}
