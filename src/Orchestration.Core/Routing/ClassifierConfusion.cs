using System.Globalization;

namespace Orchestration.Routing;

/// <summary>How often requests of each class were judged to be of each.</summary>
public sealed class ClassifierConfusion
{
    private const int Classes = 3;

    private readonly int[] _counts = new int[Classes * Classes];

    private ClassifierConfusion()
    {
    }

    /// <summary>How many requests were judged.</summary>
    public int Total => _counts.Sum();

    /// <summary>The share judged right, from 0 to 1; 0 when none was judged.</summary>
    public double Accuracy => Share(static (actual, judged) => actual == judged);

    /// <summary>The share judged easier than it is, which is the error that costs answers, from 0 to 1.</summary>
    public double Underestimated => Share(static (actual, judged) => judged < actual);

    /// <summary>How many requests of one class were judged to be of another, or of the same.</summary>
    public int this[RequestClass actual, RequestClass judged] => _counts[((int)actual * Classes) + (int)judged];

    /// <summary>Counts judgements.</summary>
    public static ClassifierConfusion Of(IEnumerable<(RequestClass Actual, RequestClass Judged)> judgements)
    {
        var confusion = new ClassifierConfusion();
        foreach (var (actual, judged) in judgements)
        {
            confusion._counts[((int)actual * Classes) + (int)judged]++;
        }

        return confusion;
    }

    /// <summary>A row for each actual class and a column for each judged one, from simple to complex.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"accuracy {Accuracy:0.000}, underestimated {Underestimated:0.000}; {Row(RequestClass.Simple)}; {Row(RequestClass.Moderate)}; {Row(RequestClass.Complex)}");

    private string Row(RequestClass actual) => string.Create(
        CultureInfo.InvariantCulture, $"{actual}: {this[actual, RequestClass.Simple]}/{this[actual, RequestClass.Moderate]}/{this[actual, RequestClass.Complex]}");

    private double Share(Func<RequestClass, RequestClass, bool> counts)
    {
        var sum = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            sum += counts((RequestClass)(i / Classes), (RequestClass)(i % Classes)) ? _counts[i] : 0;
        }

        return Total == 0 ? 0 : (double)sum / Total;
    }
}
