using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestration.Evals.Drift;

/// <summary>How a histogram divides its values.</summary>
internal enum HistogramScale
{
    /// <summary>Buckets that grow by a factor: every value is known to within 2 %. For durations, tokens and money.</summary>
    Log,

    /// <summary>Buckets a thousandth wide. For scores from 0 to 1.</summary>
    Linear,
}

/// <summary>Counts of values in fixed buckets. Only integers are kept, so that merging is exact in any order.</summary>
/// <remarks>
/// The buckets of <see cref="HistogramScale.Log"/> are those of DDSketch (Masson, Rim, Lee: "DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error Guarantees",
/// VLDB 2019) with a relative error of 2 %; from 1e-9 to 1e12 there are 1,209 of them, and only those between the least and the greatest value seen take memory.
/// </remarks>
[JsonConverter(typeof(DriftHistogramConverter))]
internal sealed class DriftHistogram(HistogramScale scale)
{
    public const double RelativeError = 0.02;

    private const double Least = 1e-9;
    private const double Greatest = 1e12;
    private const double LinearBuckets = 1000;
    private const double Gamma = (1 + RelativeError) / (1 - RelativeError);
    private static readonly double LogGamma = Math.Log(Gamma);

    private int _first;
    private long[] _counts = [];

    public HistogramScale Scale => scale;

    public long Count { get; private set; }

    public void Add(double value, long count = 1) => AddAt(IndexOf(value), count);

    /// <summary>The first bucket, and the counts from there on; some at either end may be 0.</summary>
    public (int First, ReadOnlyMemory<long> Counts) Dense => (_first, _counts);

    public void Merge(DriftHistogram other)
    {
        if (other._counts.Length == 0)
        {
            return;
        }

        Reach(other._first, other._first + other._counts.Length - 1);
        var counts = _counts.AsSpan(other._first - _first);
        for (var i = 0; i < other._counts.Length; i++)
        {
            counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    /// <summary>What is left without the values of <paramref name="part"/>, which must be contained.</summary>
    public DriftHistogram Without(DriftHistogram part)
    {
        var rest = new DriftHistogram(scale);
        rest.Merge(this);
        var counts = rest._counts.AsSpan(part._first - rest._first);
        for (var i = 0; i < part._counts.Length; i++)
        {
            counts[i] -= part._counts[i];
        }

        rest.Count -= part.Count;
        return rest;
    }

    /// <summary>The buckets that are not empty, in the order of their values.</summary>
    public IEnumerable<(int Index, long Count)> Buckets()
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] != 0)
            {
                yield return (_first + i, _counts[i]);
            }
        }
    }

    /// <summary>Mean and variance: of the values on a linear scale, of their natural logarithms on a logarithmic one. Only for one that is not empty.</summary>
    public (double Mean, double Variance) Moments()
    {
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < _counts.Length; i++)
        {
            sum += _counts[i] * Position(_first + i);
        }

        var mean = sum / Count;
        for (var i = 0; i < _counts.Length; i++)
        {
            var distance = Position(_first + i) - mean;
            squares += _counts[i] * distance * distance;
        }

        return (mean, Count > 1 ? squares / (Count - 1) : 0);
    }

    /// <summary>The value that a share of the values does not exceed, within the relative error of the scale; 0 when empty.</summary>
    public double Quantile(double share)
    {
        var (target, sum, last) = (Math.Max(1, Math.Ceiling(share * Count)), 0L, 0.0);
        foreach (var (index, count) in Buckets())
        {
            last = ValueOf(index);
            if ((sum += count) >= target)
            {
                break;
            }
        }

        return last;
    }

    internal void AddAt(int index, long count)
    {
        if (count == 0)
        {
            return;
        }

        Reach(index, index);
        _counts[index - _first] += count;
        Count += count;
    }

    private void Reach(int least, int greatest)
    {
        if (_counts.Length == 0)
        {
            (_first, _counts) = (least, new long[greatest - least + 1]);
        }
        else if (least < _first || greatest >= _first + _counts.Length)
        {
            // Room on the side that grew, so that values which creep up or down do not move the array each time.
            var room = _counts.Length >> 2;
            var first = least < _first ? least - room : _first;
            var end = Math.Max(_first + _counts.Length, greatest >= _first + _counts.Length ? greatest + 1 + room : 0);
            var grown = new long[end - first];
            _counts.CopyTo(grown, _first - first);
            (_first, _counts) = (first, grown);
        }
    }

    private int IndexOf(double value) => scale == HistogramScale.Linear
        ? (int)Math.Round(Math.Clamp(value, 0, 1) * LinearBuckets)
        : (int)Math.Ceiling(Math.Log(Math.Clamp(value, Least, Greatest)) / LogGamma);

    private double ValueOf(int index) => scale == HistogramScale.Linear ? index / LinearBuckets : Math.Exp(Position(index));

    private double Position(int index) => scale == HistogramScale.Linear ? index / LinearBuckets : (index * LogGamma) + Math.Log(2 / (Gamma + 1));
}

/// <summary>A histogram as <c>{"scale":"log","at":[..],"n":[..]}</c>.</summary>
internal sealed class DriftHistogramConverter : JsonConverter<DriftHistogram>
{
    public override DriftHistogram Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var histogram = new DriftHistogram(document.RootElement.GetProperty("scale").GetString() == "log" ? HistogramScale.Log : HistogramScale.Linear);
        foreach (var (at, count) in document.RootElement.GetProperty("at").EnumerateArray().Zip(document.RootElement.GetProperty("n").EnumerateArray()))
        {
            histogram.AddAt(at.GetInt32(), count.GetInt64());
        }

        return histogram;
    }

    public override void Write(Utf8JsonWriter writer, DriftHistogram value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("scale", value.Scale == HistogramScale.Log ? "log" : "linear");
        writer.WriteStartArray("at");
        foreach (var (index, _) in value.Buckets())
        {
            writer.WriteNumberValue(index);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("n");
        foreach (var (_, count) in value.Buckets())
        {
            writer.WriteNumberValue(count);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
