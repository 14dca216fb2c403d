using System.Text;
using BenchmarkDotNet.Attributes;
using Orchestration.Schemas;
using Orchestration.Schemas.Following;

namespace Orchestration.Benchmarks.Schemas;

/// <summary>What it takes to follow an answer of 20 KB in pieces of five characters, as a model sends it: the time is that of one character.</summary>
public class FollowerBenchmarks
{
    private const int Characters = 20_000;
    private const int Piece = 5;

    private static readonly JsonSchema Schema = JsonSchema.Parse("""
        {
          "type": "object",
          "properties": {
            "summary": { "type": "string" },
            "items": {
              "type": "array",
              "maxItems": 10000,
              "items": {
                "anyOf": [
                  {
                    "type": "object",
                    "properties": { "kind": { "const": "fact" }, "text": { "type": "string", "maxLength": 500 }, "score": { "type": "number", "minimum": 0, "maximum": 1 } },
                    "required": ["kind", "text", "score"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": { "kind": { "const": "quote" }, "text": { "type": "string" }, "source": { "enum": ["book", "letter", "speech"] } },
                    "required": ["kind", "text", "source"],
                    "additionalProperties": false
                  }
                ]
              }
            }
          },
          "required": ["summary", "items"],
          "additionalProperties": false
        }
        """);

    private string _answer = null!;

    /// <summary>Whether the answer is one long string, or items of about 100 characters.</summary>
    [Params(false, true)]
    public bool IsProse { get; set; }

    [GlobalSetup]
    public void Setup() => _answer = IsProse ? $$"""{"summary":"{{Prose(Characters - 24)}}","items":[]}""" : Items();

    [Benchmark(Baseline = true, OperationsPerInvoke = Characters)]
    public int AsJson()
    {
        var follower = new JsonFollower(maxDepth: 128);
        for (var at = 0; at < _answer.Length; at += Piece)
        {
            follower.Append(_answer.AsSpan(at, Math.Min(Piece, _answer.Length - at)));
            while (follower.Next() != JsonStep.Starved)
            {
            }
        }

        return follower.Position;
    }

    [Benchmark(OperationsPerInvoke = Characters)]
    public bool BySchema()
    {
        var follower = new SchemaFollower(Schema);
        for (var at = 0; at < _answer.Length; at += Piece)
        {
            follower.Add(_answer.AsSpan(at, Math.Min(Piece, _answer.Length - at)));
        }

        return follower.IsComplete ? true : throw new InvalidOperationException("The answer is to be valid.");
    }

    [Benchmark(OperationsPerInvoke = Characters)]
    public int BySchemaWithSnapshots()
    {
        var follower = new SchemaFollower(Schema);
        var partial = new PartialJson(follower.Json);
        var snapshots = 0;
        for (var at = 0; at < _answer.Length; at += Piece)
        {
            follower.Add(_answer.AsSpan(at, Math.Min(Piece, _answer.Length - at)));
            snapshots += partial.TrySnapshot(out _) ? 1 : 0;
        }

        return snapshots;
    }

    private static string Items()
    {
        var json = new StringBuilder("""{"summary":"Tea","items":[""");
        for (var i = 0; json.Length < Characters - 150; i++)
        {
            json.Append(i == 0 ? "" : ",").Append(i % 2 == 0
                ? $$"""{"kind":"fact","text":"{{Prose(70)}}","score":0.{{i}}}"""
                : $$"""{"kind":"quote","text":"{{Prose(70)}}","source":"letter"}""");
        }

        return json.Append("]}").ToString().PadRight(Characters);
    }

    private static string Prose(int characters)
    {
        var text = new StringBuilder();
        while (text.Length < characters)
        {
            text.Append("Tea is steeped, not boiled, and was so in every year we know of. ");
        }

        return text.ToString(0, characters);
    }
}
