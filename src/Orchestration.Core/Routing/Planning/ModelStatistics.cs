using System.Collections.Concurrent;

namespace Orchestration.Routing.Planning;

/// <summary>What is learnt of a model from the attempts made on it. Safe for many threads.</summary>
internal sealed class ModelStatistics
{
    private readonly ConcurrentDictionary<StepKey, StepFigures> _steps = new();

    /// <summary>How many tokens the model counts for one of the estimate's.</summary>
    /// <value>1 until something has been learnt.</value>
    public double InputScale
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    } = 1;

    public LiveLatency FirstToken { get; } = new();

    public LiveLatency Total { get; } = new();

    public StepFigures Of(StepKey step) => _steps.GetOrAdd(step, static _ => new StepFigures());

    /// <summary>Takes note of how an attempt ended.</summary>
    public void Observe(StepKey step, TimeSpan? firstToken, TimeSpan duration, long? outputTokens, bool succeeded, TimeSpan now)
    {
        if (firstToken is { } first)
        {
            FirstToken.Add(first, now);
        }
        else if (!succeeded)
        {
            FirstToken.AddAtLeast(duration, now);
        }

        if (succeeded)
        {
            Total.Add(duration, now);
            if (outputTokens is { } tokens)
            {
                Of(step).Output.Add(tokens);
                step.Output.Add(tokens);
            }
        }
    }
}
