namespace Orchestration.Evals.Tests.Inference;

/// <summary>Documents by chance over few names, so that they meet; with what is hard to infer from: all kinds of values at one place, odd names, escapes, formats that only some have.</summary>
internal sealed class SomeJson(int seed)
{
    private static readonly string[] Names = ["a", "b", "c", "", "$ref", "a\\u0062", "ä", "x/y~0", "type", "null"];

    private static readonly string[] Scalars =
    [
        "0", "-1", "1.0", "2.5", "1e2", "-0", "1e-400", "1e400", "123456789012345678901234567890", "true", "false", "null", "\"\"", "\"a\"", "\"\\\"\\\\\\u0000\"", "\"\\ud83d\\ude00\"",
        "\"2024-02-29\"", "\"2023-02-29\"", "\"2024-02-29T00:00:00Z\"", "\"2024-02-29T10:11:12.5+02:00\"", "\"10:11:12\"", "\"0f8fad5b-d9cb-469f-a165-70867728950e\"", "\"a@example.org\"",
    ];

    private readonly Random _random = new(seed);

    public string Next(int depth) => _random.Next(depth == 0 ? 1 : 4) switch
    {
        0 or 1 => Scalars[_random.Next(Scalars.Length)],
        2 => $"[{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => Next(depth - 1)))}]",
        _ => $"{{{string.Join(',', Names.OrderBy(_ => _random.Next()).Take(_random.Next(5)).Select(name => $"\"{name}\":{Next(depth - 1)}"))}}}",
    };
}
