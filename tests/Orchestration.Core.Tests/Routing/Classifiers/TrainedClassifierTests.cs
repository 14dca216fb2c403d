using System.Security.Cryptography;
using Orchestration.Routing;
using Orchestration.Routing.Classifiers;

namespace Orchestration.Core.Tests.Routing.Classifiers;

public sealed class TrainedClassifierTests
{
    private static readonly ClassifierTrainingOptions Quick = new() { BucketBits = 12, Folds = 0 };

    private static readonly Lazy<byte[]> Small = new(static () => BytesOf(Train(SyntheticTraffic.Make(60), Quick).Classifier));

    [Fact]
    public void It_learns_what_the_heuristic_cannot_know()
    {
        var traffic = SyntheticTraffic.Make(600);
        var majority = traffic.CountBy(static example => example.Class).Max(static count => count.Value) / 600.0;
        var heuristic = HeuristicClassifierTests.ConfusionOf(traffic);

        var result = Train(traffic);

        TestContext.Current.TestOutputHelper?.WriteLine($"majority {majority:0.000}; heuristic {heuristic}; training {result.Training}; cross-validated {result.CrossValidated}");
        Assert.Equal(600, result.CrossValidated!.Total);
        Assert.InRange(result.CrossValidated.Accuracy, 0.88, 0.98);
        Assert.True(result.CrossValidated.Accuracy > Math.Max(majority, heuristic.Accuracy) + 0.25);
        Assert.True(result.Training.Accuracy >= result.CrossValidated.Accuracy);
    }

    [Fact]
    public void It_does_well_on_requests_made_after_its_training()
    {
        var classifier = Train(SyntheticTraffic.Make(600), Quick with { BucketBits = 16 }).Classifier;

        var later = HeuristicClassifierTests.ConfusionOf(SyntheticTraffic.Make(400, seed: 99), classifier);

        Assert.InRange(later.Accuracy, 0.88, 1);
    }

    [Fact]
    public void The_order_of_the_examples_does_not_change_a_byte()
    {
        var traffic = SyntheticTraffic.Make(200);
        var shuffled = traffic.ToArray();
        new Random(3).Shuffle(shuffled);

        var once = BytesOf(Train(traffic, Quick).Classifier);
        var again = BytesOf(Train(shuffled, Quick).Classifier);

        Assert.Equal(once, again);
    }

    // The same on every machine. A change of the features or of the training changes it; then the file's version must be raised too.
    [Fact]
    public void The_same_examples_give_the_same_bytes_in_every_process()
    {
        Assert.Equal("5cdceb01f769bd66830926efac348749", Convert.ToHexStringLower(SHA256.HashData(Small.Value))[..32]);
    }

    [Fact]
    public void Too_many_examples_are_drawn_from_the_same_way_each_time()
    {
        var traffic = SyntheticTraffic.Make(300);

        var result = Train(traffic, Quick with { MaxExamples = 100 });
        var reversed = Train(Enumerable.Reverse(traffic), Quick with { MaxExamples = 100 });

        Assert.Equal(100, result.Examples.Values.Sum());
        Assert.Equal(BytesOf(result.Classifier), BytesOf(reversed.Classifier));
    }

    [Fact]
    public void A_rare_class_is_not_drowned_by_a_frequent_one()
    {
        List<(string, RequestClass)> traffic = [.. Enumerable.Range(0, 300).Select(static i => ($"status of order {i}", RequestClass.Simple)), .. Enumerable.Range(0, 6).Select(static i => ($"reconcile ledger of order {i}", RequestClass.Complex))];

        var classifier = Train(traffic, Quick).Classifier;

        Assert.Equal(RequestClass.Complex, HeuristicClassifierTests.Judge(HeuristicClassifierTests.Request("reconcile ledger of order 77"), classifier));
    }

    [Fact]
    public void It_judges_the_same_when_it_was_saved_and_loaded()
    {
        var classifier = Train(SyntheticTraffic.Make(200), Quick).Classifier;
        var path = Path.GetTempFileName();
        try
        {
            classifier.Save(path);
            var loaded = TrainedClassifier.Load(path);

            Assert.All(SyntheticTraffic.Make(200, seed: 5), example =>
                Assert.Equal(HeuristicClassifierTests.Judge(HeuristicClassifierTests.Request(example.Text), classifier), HeuristicClassifierTests.Judge(HeuristicClassifierTests.Request(example.Text), loaded)));
            Assert.Equal(BytesOf(classifier), BytesOf(loaded));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_of_the_default_size_has_197_KB()
    {
        var classifier = Train(SyntheticTraffic.Make(60), new() { Folds = 0 }).Classifier;

        Assert.Equal(196_856, BytesOf(classifier).Length);
    }

    [Theory]
    [InlineData(0, "Not a trained classifier")]
    [InlineData(11, "Not a trained classifier")]
    [InlineData(12, "was cut")]
    [InlineData(5_000, "was cut")]
    public void A_cut_file_is_refused(int length, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(() => TrainedClassifier.Load(new MemoryStream(Small.Value, 0, length)));

        Assert.Contains(message, exception.Message);
    }

    [Theory]
    [InlineData(0, "Not a trained classifier")]
    [InlineData(8, "format version")]
    [InlineData(9, "header is damaged")]
    [InlineData(10, "header is damaged")]
    [InlineData(11, "header is damaged")]
    [InlineData(12, "checksum")]
    [InlineData(6_000, "checksum")]
    [InlineData(-1, "checksum")]
    public void A_changed_file_is_refused(int at, string message)
    {
        var bytes = Small.Value.ToArray();
        bytes[at < 0 ? ^1 : at] ^= 0x40;

        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => TrainedClassifier.Load(new MemoryStream(bytes))).Message);
    }

    [Fact]
    public void A_file_with_something_behind_it_is_refused()
    {
        var exception = Assert.Throws<InvalidDataException>(() => TrainedClassifier.Load(new MemoryStream([.. Small.Value, 0])));

        Assert.Contains("more bytes", exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a")]
    [InlineData("\ud83d")]
    [InlineData("\0\n\t")]
    public void Odd_texts_are_judged_too(string text)
    {
        var classifier = TrainedClassifier.Load(new MemoryStream(Small.Value));
        string[] texts = [text, string.Concat(Enumerable.Repeat(text, 9_999)), new string('x', 4_095) + text, text + new string(' ', 5_000) + text];

        Assert.All(texts, odd => HeuristicClassifierTests.Judge(HeuristicClassifierTests.Request(odd), classifier));
    }

    [Fact]
    public void A_request_without_messages_is_judged_too()
    {
        var classifier = TrainedClassifier.Load(new MemoryStream(Small.Value));

        HeuristicClassifierTests.Judge(new ClassifiedRequest { Messages = [] }, classifier);
    }

    [Fact]
    public void Judging_allocates_nothing_once_the_buffers_are_pooled()
    {
        var classifier = TrainedClassifier.Load(new MemoryStream(Small.Value));
        var request = HeuristicClassifierTests.Request(string.Join(' ', SyntheticTraffic.Make(50).Select(static example => example.Text)));

        HeuristicClassifierTests.AssertAllocatesNothing(classifier, request);
    }

    [Fact]
    public void Examples_of_one_class_teach_nothing()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Train([("a", RequestClass.Simple), ("b", RequestClass.Simple)]));

        Assert.Contains("2 of Simple only", exception.Message);
    }

    [Theory]
    [InlineData(-800, 0)]
    [InlineData(-5.25, 0.005247518399181385)]
    [InlineData(0, 1)]
    [InlineData(1, Math.E)]
    [InlineData(20, 485165195.4097903)]
    public void The_exact_exponential_is_the_exponential(double x, double expected) => Assert.Equal(expected, ExactMath.Exp(x), expected * 1e-11);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1.5)]
    [InlineData(7, 3)]
    [InlineData(int.MaxValue - 1, 31)]
    public void The_rough_logarithm_meets_the_logarithm_at_powers_of_two(int n, double expected) => Assert.Equal(expected, ExactMath.RoughLog2(n), 1e-9);

    private static ClassifierTrainingResult Train(IEnumerable<(string Text, RequestClass Class)> examples, ClassifierTrainingOptions? options = null) =>
        ClassifierTraining.Train(examples, options, TestContext.Current.CancellationToken);

    private static byte[] BytesOf(TrainedClassifier classifier)
    {
        using var stream = new MemoryStream();
        classifier.Save(stream);
        return stream.ToArray();
    }
}
