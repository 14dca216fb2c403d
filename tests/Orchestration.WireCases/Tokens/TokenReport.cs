using System.Globalization;
using Orchestration.Models;

namespace Orchestration.WireCases.Tokens;

/// <summary>How far the estimates of input tokens are from what providers reported, before and after calibration.</summary>
/// <remarks>
/// Compared are all input tokens that the provider reports, cached and cache-written ones included, with the estimate of the request that was sent. Before: the family's weights alone.
/// After: each deployment is gone through in the order of the cases' ids; a request is first estimated, then its report observed; counted are the estimates made after
/// <see cref="Learned"/> reports or more.
/// </remarks>
internal sealed class TokenReport
{
    /// <summary>How many reports of a deployment come before an estimate counts as calibrated.</summary>
    public const int Learned = 3;

    private readonly SortedDictionary<string, (TokenErrors Before, TokenErrors After)> _models = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, (TokenErrors Before, TokenErrors After)> _byReports = [];
    private int _above;
    private int _bounds;

    public TokenErrors Before { get; } = new();

    /// <summary>The estimates before calibration of those requests that <see cref="After"/> counts.</summary>
    public TokenErrors BeforeSame { get; } = new();

    public TokenErrors After { get; } = new();

    /// <summary>How many of the providers' counts stayed within the bound that a reservation takes.</summary>
    public double Bounded => 1 - ((double)_above / _bounds);

    public static TokenReport Of(IEnumerable<CountedCase> cases)
    {
        var report = new TokenReport();
        foreach (var deployment in cases.Where(static counted => counted.Excluded is null).GroupBy(static counted => counted.Deployment))
        {
            report.Add([.. deployment.OrderBy(static counted => counted.Case.Id, StringComparer.Ordinal)]);
        }

        return report;
    }

    public static async Task<int> WriteAsync(string folder, TextWriter output)
    {
        var counted = CountedCase.Of(WireCase.Load(folder));
        if (counted.Count == 0)
        {
            await output.WriteLineAsync($"There are no cases in {folder} with a request and a count of its tokens.");
            return 1;
        }

        foreach (var excluded in counted.Where(static one => one.Excluded is not null).GroupBy(static one => one.Excluded))
        {
            await output.WriteLineAsync($"not compared, {excluded.Count(),3}: {excluded.Key}");
        }

        await output.WriteLineAsync("\nrecordings that the weights were not fitted on");
        await Of(counted.Where(static one => one.IsHeldOut)).WriteAsync(output);
        await output.WriteLineAsync("\nall recordings");
        var all = Of(counted);
        await all.WriteAsync(output);
        foreach (var (model, errors) in all._models)
        {
            await output.WriteLineAsync($"{Line(errors.Before)} | {Line(errors.After)} | {model}");
        }

        await output.WriteLineAsync("\nby reports seen before the estimate");
        foreach (var (reports, errors) in all._byReports)
        {
            await output.WriteLineAsync($"{Line(errors.Before)} | {Line(errors.After)} | {reports}{(reports == 12 ? " and more" : string.Empty)}");
        }

        return 0;
    }

    private async Task WriteAsync(TextWriter output)
    {
        await output.WriteLineAsync("before: count, median, p90, bias | after: the same");
        await output.WriteLineAsync($"{Line(Before)} | {Line(After)} | all; before calibration, those of the right: {BeforeSame.Median:P1}");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"within the bound of a reservation: {Bounded:P1}"));
    }

    private void Add(IReadOnlyList<CountedCase> deployment)
    {
        var calibration = new TokenCalibration(deployment[0].Family);
        var name = $"{deployment[0].Case.Provider} {deployment[0].Case.Model}";
        if (!_models.TryGetValue(name, out var errors))
        {
            errors = _models[name] = (new TokenErrors(), new TokenErrors());
        }

        for (var i = 0; i < deployment.Count; i++)
        {
            var (profile, reported) = (deployment[i].Profile, deployment[i].Reported.InputTokens!.Value);
            var before = new TokenCalibration(deployment[i].Family).Estimate(profile);
            var after = calibration.Estimate(profile);
            Before.Add(before, reported);
            errors.Before.Add(before, reported);
            if (i >= Learned)
            {
                BeforeSame.Add(before, reported);
                After.Add(after, reported);
                errors.After.Add(after, reported);
            }

            var reports = Math.Min(i, 12);
            if (!_byReports.TryGetValue(reports, out var place))
            {
                place = _byReports[reports] = (new TokenErrors(), new TokenErrors());
            }

            place.Before.Add(before, reported);
            place.After.Add(after, reported);
            _bounds++;
            _above += reported > calibration.UpperBound(profile) ? 1 : 0;
            calibration.Observe(profile, reported);
        }
    }

    private static string Line(TokenErrors errors) => errors.Count == 0
        ? "   0                         "
        : string.Create(CultureInfo.InvariantCulture, $"{errors.Count,4} {errors.Median * 100,6:F1} % {errors.P90 * 100,6:F1} % {errors.Bias * 100,6:+0.0;-0.0} %");
}
