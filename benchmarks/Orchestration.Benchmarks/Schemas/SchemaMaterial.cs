using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orchestration.Benchmarks.Schemas;

/// <summary>A schema with a document that is valid against it, the same for all who are measured. Only keywords that mean the same in every draft.</summary>
internal sealed record SchemaMaterial(string Name, string Schema, string Document)
{
    private const string Address =
        """{"type":"object","additionalProperties":false,"required":["street","city","zip"],"properties":{"street":{"type":"string","minLength":1},"city":{"type":"string","minLength":1},"zip":{"type":"string","maxLength":10}}}""";

    private const string Customer =
        """{"type":"object","additionalProperties":false,"required":["id","name","email","age","tags","address","active"],"properties":{"id":{"type":"integer","minimum":1},"name":{"type":"string","minLength":1,"maxLength":80},"email":{"type":"string","maxLength":120},"age":{"type":"integer","minimum":0,"maximum":150},"tags":{"type":"array","maxItems":10,"items":{"enum":["new","loyal","late","trade"]}},"address":"""
        + Address + ""","active":{"type":"boolean"},"note":{"type":["string","null"]}}}""";

    private const string Order =
        """{"type":"object","additionalProperties":false,"required":["id","customer","lines","total"],"properties":{"id":{"type":"integer","minimum":1},"total":{"type":"number","minimum":0},"customer":"""
        + Customer
        + ""","lines":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"required":["sku","text","quantity","price"],"properties":{"sku":{"type":"string","minLength":4,"maxLength":12},"text":{"type":"string"},"quantity":{"type":"integer","minimum":1},"price":{"type":"number","minimum":0},"unit":{"enum":["piece","hour","kg"]}}}}}}""";

    /// <summary>A small object, of about 250 bytes.</summary>
    public static SchemaMaterial Small { get; } = new("small", Customer, CustomerDocument(1));

    /// <summary>A list of orders, of about 100 KB.</summary>
    public static SchemaMaterial Large { get; } = new("large", $$"""{"type":"array","items":{{Order}}}""", Orders(100_000));

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Document);

    private static string CustomerDocument(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"id":{{number}},"name":"Ana Ribeiro {{number}}","email":"ana.{{number}}@example.org","age":{{20 + (number % 60)}},"tags":["loyal","trade"],"address":{"street":"Rua Áurea {{number}}","city":"Lisboa","zip":"1100-0{{number % 90}}"},"active":true,"note":null}""");

    private static string Orders(int bytes)
    {
        var text = new StringBuilder("[");
        for (var i = 1; text.Length < bytes; i++)
        {
            var lines = Enumerable.Range(1, 1 + (i % 5)).Select(n => string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"sku":"SKU-{{i}}{{n}}","text":"Oolong, loose, {{n * 100}} g in a tin","quantity":{{n}},"price":{{(n * 12.5m) + 0.25m}},"unit":"piece"}"""));
            text.Append(i == 1 ? string.Empty : ",").Append(CultureInfo.InvariantCulture, $$"""{"id":{{i}},"customer":{{CustomerDocument(i)}},"lines":[{{string.Join(',', lines)}}],"total":{{i * 31.75m}}}""");
        }

        var document = text.Append(']').ToString();
        using var parsed = JsonDocument.Parse(document);
        return document;
    }
}
