using System.Diagnostics.CodeAnalysis;

namespace Orchestration.Caching;

/// <summary>Lets one of several equal calls that are made at once do the work, and the others wait for its result.</summary>
/// <remarks>
/// The first to join leads. Each caller waits with its own cancellation: a follower that is cancelled leaves alone, and a leader that gives up
/// hands the lead to one follower while the others go on waiting. What is in flight is forgotten once it has ended: this is no cache, so a
/// leader looks into the cache again before it pays. Safe for use by many threads.
/// </remarks>
internal sealed class SingleFlight<TKey, TResult>
    where TKey : IEquatable<TKey>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Flight> _flights = [];

    /// <summary>Keys in flight now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _flights.Count;
            }
        }
    }

    /// <summary>Takes the lead, or waits for the result of the one that has it.</summary>
    /// <param name="key">What makes calls equal.</param>
    /// <param name="cancellationToken">Ends this caller's wait and no other's.</param>
    /// <returns>A flight to lead, which the caller must end, or the leader's result.</returns>
    /// <exception cref="OperationCanceledException">This caller's token was cancelled while it followed.</exception>
    public ValueTask<Joined> JoinAsync(TKey key, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<Joined>(cancellationToken);
        }

        Follower follower;
        lock (_gate)
        {
            if (!_flights.TryGetValue(key, out var flight))
            {
                flight = new Flight(this, key, null);
                _flights.Add(key, flight);
                return new ValueTask<Joined>(new Joined(flight));
            }

            follower = flight.Follow();
        }

        return new ValueTask<Joined>(WaitAsync(follower, cancellationToken));
    }

    private async Task<Joined> WaitAsync(Follower follower, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (flights, leaving) = ((SingleFlight<TKey, TResult>, Follower))state!;
                flights.Leave(leaving, token);
            },
            cancellationToken.CanBeCanceled ? (this, follower) : null);
        await using (registration.ConfigureAwait(false))
        {
            return await follower.Turn.Task.ConfigureAwait(false);
        }
    }

    private void Leave(Follower follower, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (follower.Place.List is not { } waiting)
            {
                return; // It has its result, or the lead: whoever was cancelled gives that up like any leader.
            }

            waiting.Remove(follower.Place);
        }

        follower.Turn.SetCanceled(cancellationToken);
    }

    /// <summary>What a caller got by joining: the lead, or a result.</summary>
    public readonly struct Joined
    {
        internal Joined(Flight lead) => Lead = lead;

        internal Joined(TResult result) => Result = result;

        /// <summary>The flight that the caller leads; <see langword="null"/> if it got a leader's result.</summary>
        public Flight? Lead { get; }

        /// <summary>The leader's result, unless the caller leads.</summary>
        public TResult? Result { get; }

        /// <summary>Whether the caller has to do the work.</summary>
        [MemberNotNullWhen(true, nameof(Lead))]
        [MemberNotNullWhen(false, nameof(Result))]
        public bool IsLeader => Lead is not null;
    }

    /// <summary>The leader's part: ended by a result that all share, or disposed without one, so that a follower takes over.</summary>
    public sealed class Flight : IDisposable
    {
        private readonly SingleFlight<TKey, TResult> _owner;
        private readonly TKey _key;
        private LinkedList<Follower>? _followers;
        private bool _ended;

        internal Flight(SingleFlight<TKey, TResult> owner, TKey key, LinkedList<Follower>? followers) =>
            (_owner, _key, _followers) = (owner, key, followers);

        /// <summary>Gives the result to every follower: an answer, or a failure that would be theirs as well.</summary>
        public void Complete(TResult result)
        {
            Follower[] followers;
            lock (_owner._gate)
            {
                if (_ended)
                {
                    return;
                }

                _ended = true;
                _owner._flights.Remove(_key);
                followers = _followers is null ? [] : [.. _followers];
                _followers?.Clear();
            }

            foreach (var follower in followers)
            {
                follower.Turn.SetResult(new Joined(result));
            }
        }

        /// <summary>Gives the lead up, unless the flight is complete: the follower that has waited longest leads next.</summary>
        public void Dispose()
        {
            Follower next;
            Flight lead;
            lock (_owner._gate)
            {
                if (_ended)
                {
                    return;
                }

                _ended = true;
                if (_followers?.First is not { } first)
                {
                    _owner._flights.Remove(_key);
                    return;
                }

                next = first.Value;
                _followers.RemoveFirst();
                lead = new Flight(_owner, _key, _followers);
                _owner._flights[_key] = lead;
            }

            next.Turn.SetResult(new Joined(lead));
        }

        internal Follower Follow()
        {
            var follower = new Follower();
            (_followers ??= new()).AddLast(follower.Place);
            return follower;
        }
    }

    /// <summary>A caller that waits. It stands in its flight's list until it is given its turn or leaves.</summary>
    internal sealed class Follower
    {
        public Follower() => Place = new LinkedListNode<Follower>(this);

        public LinkedListNode<Follower> Place { get; }

        public TaskCompletionSource<Joined> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
