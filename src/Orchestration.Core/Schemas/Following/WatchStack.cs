namespace Orchestration.Schemas.Following;

/// <summary>The claims about all open values, the root's first, and what stands on them. A claim that falls takes its owners along, up to the claim that the document is valid.</summary>
internal sealed class WatchStack
{
    private readonly List<Watch> _watches = [];
    private readonly List<(Watch Owner, int Next)> _owners = [];
    private readonly Stack<Watch> _falling = new();

    public WatchStack() => Root.ClaimGroup(of: null, members: 1, isOneOf: false);

    /// <summary>That the document is valid.</summary>
    public Watch Root { get; } = new() { Index = -1 };

    /// <summary>After how many characters <see cref="Root"/> fell.</summary>
    public int RootPosition { get; private set; }

    public int Count { get; private set; }

    public int OwnerCount => _owners.Count;

    public Watch this[int index] => _watches[index];

    /// <summary>A claim that one owner stands on.</summary>
    public Watch Push(Watch owner)
    {
        if (_watches.Count == Count)
        {
            _watches.Add(new Watch { Index = Count });
        }

        var watch = _watches[Count++];
        watch.FirstOwner = -1;
        Own(watch, owner);
        return watch;
    }

    public void Own(Watch watch, Watch owner)
    {
        _owners.Add((owner, watch.FirstOwner));
        watch.FirstOwner = _owners.Count - 1;
    }

    public void Pop(OpenValue value)
    {
        Count = value.FirstWatch;
        _owners.RemoveRange(value.FirstOwner, _owners.Count - value.FirstOwner);
    }

    /// <summary>A claim cannot hold.</summary>
    public void Fell(Watch watch, int position, Doom? doom)
    {
        watch.Lives = 1;
        Strike(watch, position, doom);
    }

    /// <summary>Something that a claim stands on cannot hold.</summary>
    public void Strike(Watch watch, int position, Doom? doom)
    {
        Wound(watch, position, doom);
        while (_falling.TryPop(out var fallen))
        {
            for (var i = fallen.FirstOwner; i >= 0; i = _owners[i].Next)
            {
                Wound(_owners[i].Owner, position, fallen.Doom);
            }
        }
    }

    private void Wound(Watch watch, int position, Doom? doom)
    {
        if (!watch.IsAlive)
        {
            return;
        }

        watch.Lives--;
        watch.Doom = Doom.Later(watch.Doom, doom);
        if (!watch.IsAlive && watch != Root)
        {
            _falling.Push(watch);
        }
        else if (!watch.IsAlive)
        {
            RootPosition = position;
        }
    }
}
