using Orchestration.Models;

namespace Orchestration.Month.World;

/// <summary>What the providers charge in truth, whatever a system believes: by model and by day.</summary>
internal sealed class Invoice
{
    private readonly SortedDictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly decimal[] _days = new decimal[Workload.Arrivals.Days + 1];

    public IReadOnlyDictionary<string, Line> Lines => _lines;

    public IReadOnlyList<decimal> Days => _days;

    public decimal TotalUsd => _days.Sum();

    /// <summary>US dollars of answers that broke off, were cancelled or were thrown away.</summary>
    public decimal UnfinishedUsd { get; private set; }

    /// <summary>Books a request that was taken.</summary>
    public void Charge(ModelSheet model, Usage usage, DateTimeOffset at, bool isFinished)
    {
        var usd = CostOf(usage, model.Price);
        var line = _lines.TryGetValue(model.Name, out var found) ? found : _lines[model.Name] = new Line(model.Provider);
        line.Requests++;
        line.Usd += usd;
        line.InputTokens += usage.InputTokens!.Value;
        line.CachedTokens += usage.CachedInputTokens ?? 0;
        line.OutputTokens += usage.OutputTokens!.Value;
        _days[Math.Min((at - Workload.Arrivals.Start).Days, _days.Length - 1)] += usd;
        UnfinishedUsd += isFinished ? 0 : usd;
    }

    private static decimal CostOf(Usage usage, Price price)
    {
        var (cached, written) = (usage.CachedInputTokens ?? 0, usage.CacheWriteTokens ?? 0);
        return (((usage.InputTokens!.Value - cached - written) * price.InputUsdPerMillion) + (cached * (price.CachedInputUsdPerMillion ?? price.InputUsdPerMillion))
            + (written * (price.CacheWriteUsdPerMillion ?? price.InputUsdPerMillion)) + (usage.OutputTokens!.Value * price.OutputUsdPerMillion)) / 1_000_000m;
    }

    internal sealed class Line(string provider)
    {
        public string Provider { get; } = provider;

        public int Requests { get; set; }

        public decimal Usd { get; set; }

        public long InputTokens { get; set; }

        public long CachedTokens { get; set; }

        public long OutputTokens { get; set; }
    }
}
