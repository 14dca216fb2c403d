using System.Text;
using BenchmarkDotNet.Attributes;
using Orchestration.Streaming.Seams;

namespace Orchestration.Benchmarks.Streams;

/// <summary>What cutting a broken text and joining a continuation cost.</summary>
public class SeamBenchmarks
{
    private const int Window = 800;
    private const string Goes = " The water is cold and clear in every season, and there are more fish in it than anybody could count. Those who live there know each of them by name, or say so, and nobody who has ever"
        + " come for a week in the summer has doubted it aloud; it would not be polite, and it would not be wise. In the end all of them come back to the same old bridge.";

    private readonly string _text = Prose(8_000);
    private readonly string[] _restart;
    private readonly string[] _exact;

    public SeamBenchmarks()
    {
        _restart = Pieces(_text + Goes);
        _exact = Pieces(Goes[..300]);
    }

    [Benchmark]
    public int Find_in_8000_characters() => SeamFinder.Find(_text, _text.Length - Window).Position;

    [Benchmark]
    public int Join_of_300_characters() => Run(_exact);

    [Benchmark]
    public int Join_that_skips_8000_characters() => Run(_restart);

    private int Run(string[] pieces)
    {
        var join = new Join(_text, " The wat", BoundaryKind.Sentence);
        foreach (var piece in pieces)
        {
            if (join.Add(piece) != JoinState.Undecided)
            {
                return join.Text.Length;
            }
        }

        return (int)join.Finish();
    }

    private static string[] Pieces(string text) => [.. text.Chunk(4).Select(static c => new string(c))];

    private static string Prose(int length)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < length; i++)
        {
            text.Append("In year ").Append(1700 + i).Append(" the river rose ").Append((i * 37) % 11).Append(" feet, and `").Append((i * 7919) % 997).Append("` of the **houses** were left.");
            text.Append(i % 5 == 4 ? "\n\n" : " ");
        }

        return text.ToString().TrimEnd();
    }
}
