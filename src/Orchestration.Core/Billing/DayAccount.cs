using Orchestration.Models;

namespace Orchestration.Billing;

/// <summary>Tokens and dollars that belong together.</summary>
internal readonly record struct Amount(long Tokens, decimal Usd)
{
    public static Amount operator +(Amount left, Amount right) => new(left.Tokens + right.Tokens, left.Usd + right.Usd);

    public static Amount operator -(Amount left, Amount right) => new(left.Tokens - right.Tokens, left.Usd - right.Usd);
}

/// <summary>Amounts by what explains them.</summary>
internal sealed class Explanation
{
    private readonly SortedDictionary<ReconciliationClass, Amount> _amounts = [];

    public Amount this[ReconciliationClass reason] => _amounts.GetValueOrDefault(reason);

    public void Add(ReconciliationClass reason, Amount amount) => _amounts[reason] = this[reason] + amount;

    public void Add(Explanation other)
    {
        foreach (var (reason, amount) in other._amounts)
        {
            Add(reason, amount);
        }
    }

    public IEnumerable<ReconciliationDifference> Differences() =>
        _amounts.Where(static one => one.Value != default).Select(static one => new ReconciliationDifference(one.Key, one.Value.Tokens, one.Value.Usd));
}

/// <summary>What the log knows of a model's day.</summary>
internal sealed class DayAccount
{
    public Usage EstimatedUsage { get; set; } = Usage.None;

    public Usage ReportedUsage { get; set; } = Usage.None;

    public Amount Estimated { get; set; }

    public Amount Reported { get; set; }

    /// <summary>From the estimate to the report.</summary>
    public Explanation Differences { get; } = new();

    /// <summary>What the provider may have charged without ever reporting it, by our estimate.</summary>
    public Explanation Unreported { get; } = new();

    /// <summary>What was reported on this day, but may be booked on the day before.</summary>
    public Amount MaybeBefore { get; set; }

    /// <summary>What was reported on this day, but may be booked on the day after.</summary>
    public Amount MaybeAfter { get; set; }

    public int Attempts { get; set; }

    public int WithoutUsage { get; set; }

    public int Unpriced { get; set; }

    /// <summary>The price of the last attempt, and when it ended.</summary>
    public (DateTimeOffset At, Guid Id, Price? Price) Latest { get; set; }

    public void Add(DayAccount other)
    {
        EstimatedUsage += other.EstimatedUsage;
        ReportedUsage += other.ReportedUsage;
        Estimated += other.Estimated;
        Reported += other.Reported;
        Differences.Add(other.Differences);
        Unreported.Add(other.Unreported);
        MaybeBefore += other.MaybeBefore;
        MaybeAfter += other.MaybeAfter;
        Attempts += other.Attempts;
        WithoutUsage += other.WithoutUsage;
        Unpriced += other.Unpriced;
        See(other.Latest);
    }

    public void See((DateTimeOffset At, Guid Id, Price? Price) attempt)
    {
        if (attempt.Price is not null && (Latest.Price is null || attempt.At.CompareTo(Latest.At) is var order && (order > 0 || (order == 0 && attempt.Id.CompareTo(Latest.Id) > 0))))
        {
            Latest = attempt;
        }
    }
}
