using Orchestration.Month.Clock;

namespace Orchestration.Month.World;

/// <summary>The world that one system lives in for a month: a clock, twelve models, and their providers' books.</summary>
internal sealed class WorldState
{
    public WorldState(ulong seed, IReadOnlyList<ModelSheet> sheets)
    {
        Sheets = sheets;
        Models = sheets.ToDictionary(static sheet => sheet.Name, sheet => new SimulatedModel(sheet, this, seed), StringComparer.Ordinal);
    }

    public VirtualTime Time { get; } = new(Workload.Arrivals.Start);

    public DateTimeOffset Now => Time.GetUtcNow();

    public Invoice Invoice { get; } = new();

    public IReadOnlyList<ModelSheet> Sheets { get; }

    public IReadOnlyDictionary<string, SimulatedModel> Models { get; }

    /// <summary>Requests that were sent to models, taken or not.</summary>
    public int Calls { get; set; }

    /// <summary>How models went on when they were asked to continue, by manner.</summary>
    public SortedDictionary<string, int> Continuations { get; } = new(StringComparer.Ordinal);

    public ModelSheet Sheet(string name) => Sheets.First(sheet => sheet.Name == name);
}
