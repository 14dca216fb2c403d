namespace Orchestration.Schemas.Evaluation.Errors;

/// <summary>The first findings, in the order of the document, each once.</summary>
internal sealed class Findings(int most)
{
    // How many may pile up before those that are not among the first are dropped.
    private readonly long _room = (2L * most) + 64;
    private List<Finding> _items = [];

    public int Most { get; } = most;

    public int Count
    {
        get
        {
            Settle();
            return _items.Count;
        }
    }

    public void Add(Finding finding)
    {
        if (_items.Count >= _room)
        {
            Settle();
        }

        _items.Add(finding);
    }

    public void AddAll(Findings others)
    {
        foreach (var finding in others._items)
        {
            Add(finding);
        }
    }

    public IReadOnlyList<Finding> InOrder()
    {
        Settle();
        return _items;
    }

    // What stands in the document first; at the same place, what was found first.
    private void Settle() => _items = [.. _items.Distinct().OrderBy(static finding => finding.Token).Take(Most)];
}
