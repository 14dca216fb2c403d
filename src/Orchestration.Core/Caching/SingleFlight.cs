using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Orchestration.Caching;

/// <summary>Lets one of several equal calls that are made at once do the work, and the others wait for its result.</summary>
/// <remarks>
/// The first to join leads. Each caller waits with its own cancellation: a follower that is cancelled leaves alone, and a leader that gives up
/// makes one of its followers the leader. What is in flight is forgotten once it has ended: this is no cache. Safe for use by many threads.
/// </remarks>
internal sealed class SingleFlight<TKey, TResult>
    where TKey : IEquatable<TKey>
{
    private readonly ConcurrentDictionary<TKey, Flight> _flights = new();

    /// <summary>Keys in flight now.</summary>
    public int Count => _flights.Count;

    /// <summary>Takes the lead, or waits for the result of the one that has it.</summary>
    /// <param name="key">What makes calls equal.</param>
    /// <param name="cancellationToken">Ends this caller's wait and no other's.</param>
    /// <returns>A flight to lead, which the caller must end, or the leader's result.</returns>
    /// <exception cref="OperationCanceledException">This caller's token was cancelled while it followed.</exception>
    public async ValueTask<Joined> JoinAsync(TKey key, CancellationToken cancellationToken)
    {
        Flight? own = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_flights.TryGetValue(key, out var flight))
            {
                own ??= new Flight(this, key);
                flight = _flights.GetOrAdd(key, own);
            }

            if (ReferenceEquals(flight, own))
            {
                return new Joined(own);
            }

            var landing = await flight.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (landing.IsShared)
            {
                return new Joined(landing.Result!);
            }

            // Its leader has left but may not have come to clear the table yet.
            _flights.TryRemove(KeyValuePair.Create(key, flight));
        }
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
        private static readonly TaskCompletionSource<Landing> Closed = new();

        private readonly SingleFlight<TKey, TResult> _owner;
        private readonly TKey _key;
        private TaskCompletionSource<Landing>? _followers;
        private Landing _landing;
        private bool _ended;

        internal Flight(SingleFlight<TKey, TResult> owner, TKey key) => (_owner, _key) = (owner, key);

        /// <summary>Gives the result to every follower: an answer, or a failure that would be theirs as well.</summary>
        public void Complete(TResult result) => Land(new Landing(true, result));

        /// <summary>Gives the lead up, unless the flight is complete: one follower leads next.</summary>
        public void Dispose() => Land(new Landing(false, default));

        internal Task<Landing> WaitAsync(CancellationToken cancellationToken)
        {
            var followers = Volatile.Read(ref _followers);
            if (followers is null)
            {
                var first = new TaskCompletionSource<Landing>(TaskCreationOptions.RunContinuationsAsynchronously);
                followers = Interlocked.CompareExchange(ref _followers, first, null) ?? first;
            }

            return followers == Closed ? Task.FromResult(_landing) : followers.Task.WaitAsync(cancellationToken);
        }

        private void Land(Landing landing)
        {
            if (Interlocked.Exchange(ref _ended, true))
            {
                return;
            }

            _landing = landing;
            var followers = Interlocked.Exchange(ref _followers, Closed);

            // Out of the table before anyone wakes, so that a follower who joins again meets a new flight.
            _owner._flights.TryRemove(KeyValuePair.Create(_key, this));
            followers?.SetResult(landing);
        }
    }

    internal readonly record struct Landing(bool IsShared, TResult? Result);
}
