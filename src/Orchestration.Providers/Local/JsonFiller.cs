using System.Text.Json;

namespace Orchestration.Providers.Local;

/// <summary>Walks a schema and writes a value for each of its parts, in the schema's order.</summary>
internal sealed class JsonFiller
{
    private const int Deepest = 48;
    private const int DefaultKeywords = 6;
    private const int NestedItems = 3;
    private const int Entries = 3;
    private const int SentencesJudged = 24;

    /// <summary>A word of the instruction counts as much as this many sentences on nothing else.</summary>
    private const double AskedWeight = 5;

    /// <summary>Values in one answer. Only schemas that no finite value satisfies come near it.</summary>
    private const int MostValues = 20_000;

    /// <summary>How often a reference may be followed on one path: a tree gets one level of children.</summary>
    private const int MostVisits = 2;

    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    private readonly SentenceRanker ranker;
    private readonly JsonElement root;
    private readonly string instruction;
    private readonly int usualItems;
    private readonly HashSet<string> asked;
    private readonly StringFiller strings;
    private readonly int materialWords;
    private readonly Dictionary<string, int> visits = new(StringComparer.Ordinal) { ["#"] = 1 };
    private int values;

    public JsonFiller(SentenceRanker ranker, JsonElement root, string instruction, int usualItems, int mostCharacters)
    {
        this.ranker = ranker;
        this.root = root;
        this.instruction = instruction;
        this.usualItems = usualItems;
        asked = Words.Of(instruction).Where(Words.HasContent).Select(Words.Stem).ToHashSet(StringComparer.Ordinal);
        strings = new StringFiller(ranker, instruction, mostCharacters);
        materialWords = ranker.Material.Sentences.Sum(static sentence => sentence.WordCount);
    }

    public void Write(JsonElement schema, Utf8JsonWriter writer) => Write(NodeOf(schema), "answer", Scope.Of(ranker), writer, 0);

    private void Write(SchemaNode node, string name, Scope scope, Utf8JsonWriter writer, int depth)
    {
        if (++values > MostValues || depth > Deepest)
        {
            writer.WriteNullValue();
            return;
        }

        foreach (string reference in node.References)
        {
            visits[reference] = visits.GetValueOrDefault(reference) + 1;
        }

        var hint = PropertyHint.Of(name, node);
        if (node.TryGet("const", out var constant))
        {
            constant.WriteTo(writer);
        }
        else if (node.TryGet("enum", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
        {
            Choices(choices, hint, scope)[0].WriteTo(writer);
        }
        else
        {
            WriteOfType(node, hint, scope, writer, depth);
        }

        foreach (string reference in node.References)
        {
            visits[reference]--;
        }
    }

    private void WriteOfType(SchemaNode node, PropertyHint hint, Scope scope, Utf8JsonWriter writer, int depth)
    {
        switch (node.Type)
        {
            case "object":
                WriteObject(node, hint, scope, writer, depth);
                break;
            case "array":
                WriteArray(node, hint, scope, writer, depth);
                break;
            case "integer" or "number" when node.AllowsNull && !new NumberFinder(scope, instruction).HasAny(hint, materialWords):
                writer.WriteNullValue();
                break;
            case "integer" or "number":
                writer.WriteNumberValue(Number(node, hint, scope, new HashSet<decimal>()));
                break;
            case "boolean":
                writer.WriteBooleanValue(IsSaid(hint, scope));
                break;
            case "null":
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(strings.Next(hint, node, scope, Nothing));
                break;
        }
    }

    private void WriteObject(SchemaNode node, PropertyHint hint, Scope scope, Utf8JsonWriter writer, int depth)
    {
        writer.WriteStartObject();
        var required = node.Required;
        var properties = node.Properties;
        foreach (var property in properties)
        {
            var child = NodeOf(property.Value);
            if (property.Value.ValueKind != JsonValueKind.False && (!child.IsExhausted || required.Contains(property.Name)))
            {
                writer.WritePropertyName(property.Name);
                Write(child, property.Name, scope, writer, depth + 1);
            }
        }

        bool isMap = properties.Count == 0 && node.TryGet("additionalProperties", out var entry) && entry.ValueKind == JsonValueKind.Object;
        if (isMap && node.TryGet("additionalProperties", out entry))
        {
            WriteEntries(node, NodeOf(entry), hint, scope, writer, depth);
        }

        foreach (string name in required.Where(name => !properties.Any(property => property.Name == name)).Order(StringComparer.Ordinal))
        {
            writer.WriteString(name, strings.Next(new PropertyHint(name, string.Empty, string.Empty), node, scope, Nothing));
        }

        writer.WriteEndObject();
    }

    private void WriteEntries(SchemaNode map, SchemaNode entry, PropertyHint hint, Scope scope, Utf8JsonWriter writer, int depth)
    {
        if (entry.IsExhausted)
        {
            return;
        }

        int count = Math.Clamp(Math.Min(Entries, usualItems), map.Count("minProperties") ?? 0, map.Count("maxProperties") ?? int.MaxValue);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var keyHint = new PropertyHint("keyword", hint.Description, string.Empty);
        foreach (var part in scope.Split(count, spread: false))
        {
            string key = strings.Next(keyHint, NodeOf(default), part, keys);
            if (keys.Add(key))
            {
                writer.WritePropertyName(key);
                Write(entry, key, part, writer, depth + 1);
            }
        }
    }

    private void WriteArray(SchemaNode node, PropertyHint hint, Scope scope, Utf8JsonWriter writer, int depth)
    {
        writer.WriteStartArray();
        int written = 0;
        if (node.TryGet("prefixItems", out var prefix) && prefix.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in prefix.EnumerateArray())
            {
                Write(NodeOf(item), hint.Name, scope, writer, depth + 1);
                written++;
            }
        }

        bool closed = !node.TryGet("items", out var items) ? written > 0 : items.ValueKind == JsonValueKind.False;
        if (!closed)
        {
            WriteItems(node, NodeOf(items), hint, scope, writer, depth, written);
        }

        writer.WriteEndArray();
    }

    private void WriteItems(SchemaNode array, SchemaNode item, PropertyHint arrayHint, Scope scope, Utf8JsonWriter writer, int depth, int written)
    {
        var hint = PropertyHint.Of(arrayHint.Name, item);
        hint = new PropertyHint(hint.Name, $"{arrayHint.Description} {hint.Description}".Trim(), hint.Format);
        int least = Math.Max(0, (array.Count("minItems") ?? 0) - written);
        int most = Math.Max(0, (array.Count("maxItems") ?? int.MaxValue) - written);
        string noun = hint.NameWords is [.., var last] ? last : string.Empty;
        int wished = item.IsExhausted ? 0 : AnswerShape.CountOf(arrayHint.Description, noun)
            ?? AnswerShape.CountOf(instruction, noun)
            ?? (hint.Role == PropertyRole.Keyword && usualItems > NestedItems ? DefaultKeywords : scope.IsWhole ? usualItems : Math.Min(usualItems, NestedItems));
        int count = Math.Min(Math.Max(wished, least), Math.Max(most, least));

        if (item.TryGet("enum", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
        {
            bool unique = array.TryGet("uniqueItems", out var flag) && flag.ValueKind == JsonValueKind.True;
            var ordered = Choices(choices, hint, scope);
            int enough = unique || least <= ordered.Count ? Math.Min(count, ordered.Count) : count;
            for (int i = 0; i < enough; i++)
            {
                ordered[i % ordered.Count].WriteTo(writer);
            }

            return;
        }

        switch (item.TryGet("const", out _) ? "const" : item.Type)
        {
            case "string":
                var texts = new HashSet<string>(StringComparer.Ordinal);
                for (int i = 0; i < count; i++)
                {
                    string text = strings.Next(hint, item, scope, texts);
                    texts.Add(text);
                    writer.WriteStringValue(text);
                }

                break;
            case "integer" or "number":
                var numbers = new HashSet<decimal>();
                for (int i = 0; i < count; i++)
                {
                    decimal number = Number(item, hint, scope, numbers);
                    numbers.Add(number);
                    writer.WriteNumberValue(number);
                }

                break;
            default:
                bool headed = item.Properties.Any(static property => new PropertyHint(property.Name, string.Empty, string.Empty).Role == PropertyRole.Title);
                foreach (var part in scope.Split(count, headed))
                {
                    Write(item, arrayHint.Name, part, writer, depth + 1);
                }

                break;
        }
    }

    private decimal Number(SchemaNode node, PropertyHint hint, Scope scope, IReadOnlySet<decimal> avoid) =>
        new NumberFinder(scope, instruction).Find(hint, node, node.Type == "integer", materialWords, avoid);

    /// <summary>The values of an enumeration, the one that the instruction and the sentences speak of most first.</summary>
    private List<JsonElement> Choices(JsonElement choices, PropertyHint hint, Scope scope)
    {
        int[] sentences = [.. scope.For(hint).Take(SentencesJudged)];
        return [.. choices.EnumerateArray()
            .OrderBy(static choice => choice.ValueKind == JsonValueKind.Null)
            .ThenByDescending(choice => choice.ValueKind == JsonValueKind.String
                ? Support([.. Words.OfIdentifier(choice.GetString()!)])
                : 0)];

        double Support(string[] words) =>
            (words.Count(word => asked.Contains(Words.Stem(word))) * AskedWeight) + sentences.Sum(i => scope.Fit(i, words));
    }

    /// <summary>Whether a sentence holds half of the hint's words or more and does not deny them.</summary>
    private static bool IsSaid(PropertyHint hint, Scope scope)
    {
        string[] words = [.. hint.SubjectWords.Select(Words.Stem).Distinct(StringComparer.Ordinal)];
        return words.Length > 0 && scope.For(hint).Take(SentencesJudged).Any(i => Affirms(scope[i].Text, words));
    }

    private static bool Affirms(string sentence, string[] stems)
    {
        string[] said = [.. Words.Of(sentence)];
        string[] saidStems = [.. said.Select(Words.Stem)];
        return stems.Count(stem => saidStems.Contains(stem, StringComparer.Ordinal)) * 2 >= stems.Length
            && !said.Any(static word => word is "not" or "no" or "never" or "without");
    }

    private SchemaNode NodeOf(JsonElement schema) => SchemaNode.Of(schema, root, reference => visits.GetValueOrDefault(reference) >= MostVisits);
}
