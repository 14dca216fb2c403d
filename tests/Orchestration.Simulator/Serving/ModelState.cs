using Orchestration.Simulator.Answers;
using Orchestration.Simulator.Wire;

namespace Orchestration.Simulator.Serving;

/// <summary>What a model has seen so far: how many requests, which prompts, how much of its minute is used up.</summary>
internal sealed class ModelState
{
    private const int UnspokenLimit = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, DateTimeOffset> _cached = [];
    private int _requests;
    private int _inMinute;
    private DateTimeOffset _minuteEnds;

    /// <summary>Counts a request: its number, and whether it is one too many for its minute.</summary>
    public (int Number, Limits Limits, bool IsTooMany) Count(int? requestsPerMinute, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (now >= _minuteEnds)
            {
                (_inMinute, _minuteEnds) = (0, now + TimeSpan.FromMinutes(1));
            }

            _inMinute++;
            var limit = requestsPerMinute ?? UnspokenLimit;
            var limits = new Limits(limit, Math.Max(0, limit - _inMinute), now, _minuteEnds);
            return (++_requests, limits, requestsPerMinute is not null && _inMinute > limit);
        }
    }

    /// <summary>The input tokens of a request, by what of its prompt was seen before; remembers the prompt.</summary>
    public BilledTokens Input(Asked asked, PromptCaching? caching, DateTimeOffset now)
    {
        if (caching is null)
        {
            return new BilledTokens { Input = asked.InputTokens };
        }

        lock (_gate)
        {
            var (read, longest) = (0, 0);
            foreach (var prefix in asked.Prefixes)
            {
                if (prefix.Tokens < caching.MinimumTokens || !(asked.CachesAnyPrefix || prefix.IsBreakpoint))
                {
                    continue;
                }

                if (_cached.TryGetValue(prefix.Hash, out var expires) && now < expires)
                {
                    read = prefix.Tokens;
                }

                longest = prefix.Tokens;
                _cached[prefix.Hash] = now + caching.TimeToLive;
            }

            // Who caches without being asked to does not bill for it.
            return new BilledTokens { Input = asked.InputTokens, CachedInput = read, CacheWrite = asked.CachesAnyPrefix ? 0 : longest - read };
        }
    }
}
