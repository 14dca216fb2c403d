using System.Globalization;

namespace Orchestration.Core.Tests.Schemas.Evaluation;

/// <summary>Small random schemas and documents over few names and values, so that they meet often.</summary>
internal sealed class RandomJson(int seed)
{
    private static readonly string[] Names = ["a", "b", "c", "a\\u0062", ""];
    private static readonly string[] Scalars = ["0", "1", "1.0", "-2", "1.5", "1e2", "100", "\"\"", "\"a\"", "\"ab\"", "\"\\u0061\"", "\"ä\"", "true", "false", "null"];
    private static readonly string[] Kinds = ["null", "boolean", "object", "array", "number", "integer", "string"];
    private static readonly string[] Patterns = ["^a", "b$", "^[a-c]{1,2}$", "."];

    private readonly Random _random = new(seed);

    public string Document(int depth = 4) => depth == 0 || Chance(40) ? Pick(Scalars)
        : Chance(50) ? $"[{List(_random.Next(4), () => Document(depth - 1))}]"
        : $"{{{string.Join(", ", Names.Where(_ => Chance(50)).Select(name => $"\"{name}\": {Document(depth - 1)}"))}}}";

    public string Root()
    {
        var definitions = string.Join(", ", Names.Take(3).Select(name => $"\"{name}\": {Schema(2)}"));
        return $$"""{ {{string.Concat(Keywords(3).Select(static keyword => keyword + ", "))}} "$dynamicAnchor": "n", "$defs": { {{definitions}} } }""";
    }

    public byte[] Mutated(byte[] json)
    {
        var bytes = json.ToList();
        for (var i = _random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = _random.Next(bytes.Count);
            switch (_random.Next(3))
            {
                case 0:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.Insert(at, "{}[]\",:\\u0e-."u8[_random.Next(13)]);
                    break;
            }
        }

        return [.. bytes];
    }

    private string Schema(int depth) => Chance(10) ? Pick("true", "false") : $"{{ {string.Join(", ", Keywords(depth))} }}";

    private List<string> Keywords(int depth) => Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Keyword(depth)).DistinctBy(static keyword => keyword[..keyword.IndexOf(':', StringComparison.Ordinal)]).ToList();

    private string Keyword(int depth)
    {
        var number = _random.Next(4).ToString(CultureInfo.InvariantCulture);
        switch (_random.Next(depth == 0 ? 18 : 38))
        {
            case 0: return $"\"type\": \"{Pick(Kinds)}\"";
            case 1: return $"\"type\": [\"{string.Join("\", \"", Kinds.Where(_ => Chance(50)).Append("null").Distinct())}\"]";
            case 2: return $"\"const\": {Document(1)}";
            case 3: return $"\"enum\": [{List(_random.Next(1, 20), () => Document(1))}]";
            case 4: return $"\"minimum\": {number}";
            case 5: return $"\"exclusiveMaximum\": {number}";
            case 6: return "\"multipleOf\": 0.5";
            case 7: return $"\"minLength\": {number}";
            case 8: return $"\"maxLength\": {number}";
            case 9: return $"\"pattern\": \"{Pick(Patterns)}\"";
            case 10: return $"\"minItems\": {number}";
            case 11: return $"\"maxItems\": {number}";
            case 12: return "\"uniqueItems\": true";
            case 13: return $"\"required\": [\"{Pick(Names)}\"]";
            case 14: return $"\"maxProperties\": {number}";
            case 15: return $"\"dependentRequired\": {{ \"{Pick(Names)}\": [\"{Pick(Names)}\"] }}";
            case 16: return $"\"$ref\": \"#/$defs/{Pick("a", "b", "c")}\"";
            case 17: return "\"$dynamicRef\": \"#n\"";
            case 18 or 19 or 20: return $"\"properties\": {{ {string.Join(", ", Names.Where(_ => Chance(50)).Select(name => $"\"{name}\": {Schema(depth - 1)}"))} }}";
            case 21: return $"\"patternProperties\": {{ \"{Pick(Patterns)}\": {Schema(depth - 1)} }}";
            case 22: return $"\"additionalProperties\": {Schema(depth - 1)}";
            case 23: return $"\"propertyNames\": {Schema(depth - 1)}";
            case 24: return $"\"dependentSchemas\": {{ \"{Pick(Names)}\": {Schema(depth - 1)} }}";
            case 25: return $"\"prefixItems\": [{List(_random.Next(1, 3), () => Schema(depth - 1))}]";
            case 26: return $"\"items\": {Schema(depth - 1)}";
            case 27: return $"\"contains\": {Schema(depth - 1)}, \"minContains\": {number}";
            case 28: return $"\"contains\": {Schema(depth - 1)}, \"maxContains\": {number}";
            case 29: return $"\"allOf\": [{List(_random.Next(1, 3), () => Schema(depth - 1))}]";
            case 30 or 31: return $"\"anyOf\": [{List(_random.Next(1, 4), () => Schema(depth - 1))}]";
            case 32 or 33: return $"\"oneOf\": [{List(_random.Next(1, 4), () => Schema(depth - 1))}]";
            case 34: return $"\"not\": {Schema(depth - 1)}";
            case 35: return $"\"if\": {Schema(depth - 1)}, \"then\": {Schema(depth - 1)}, \"else\": {Schema(depth - 1)}";
            case 36: return $"\"unevaluatedProperties\": {Schema(depth - 1)}";
            default: return $"\"unevaluatedItems\": {Schema(depth - 1)}";
        }
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private string Pick(params string[] items) => items[_random.Next(items.Length)];

    private static string List(int count, Func<string> item) => string.Join(", ", Enumerable.Range(0, count).Select(_ => item()));
}
