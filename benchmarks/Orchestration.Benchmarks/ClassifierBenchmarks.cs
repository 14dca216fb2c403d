using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Orchestration.Routing;

namespace Orchestration.Benchmarks;

/// <summary>What it takes to judge how hard a request is, before any model is asked.</summary>
public class ClassifierBenchmarks
{
    private static readonly HeuristicClassifier Heuristics = new();

    private static readonly TrainedClassifier Learnt = ClassifierTraining.Train(
        Enumerable.Range(0, 100).Select(static i => i % 2 == 0 ? ($"Look up order {i}.", RequestClass.Simple) : ($"Reconcile the ledgers of {i}.", RequestClass.Complex)),
        new() { Folds = 0 }).Classifier;

    private ClassifiedRequest _request = null!;

    [Params(1_000, 8_000)]
    public int Characters { get; set; }

    [GlobalSetup]
    public void Setup() => _request = new ClassifiedRequest { Messages = [new ChatMessage(ChatRole.User, Prose(Characters))] };

    [Benchmark(Baseline = true)]
    public ValueTask<RequestClass> Heuristic() => Heuristics.ClassifyAsync(_request);

    [Benchmark]
    public ValueTask<RequestClass> Trained() => Learnt.ClassifyAsync(_request);

    // No two sentences alike: a text that repeats itself has few features, and would flatter the classifier.
    private static string Prose(int characters)
    {
        string[] words = ["order", "customer", "margin", "between", "quarter", "shipping", "explain", "without", "Vienna", "report", "together", "warehouse", "number", "because", "late", "supplier", "contract", "the", "of", "and", "which", "must"];
        var random = new Random(1);
        var text = new StringBuilder();
        while (text.Length < characters)
        {
            text.Append(words[random.Next(words.Length)]).Append(random.Next(12) == 0 ? ".\n" : " ");
        }

        return text.ToString(0, characters);
    }
}
