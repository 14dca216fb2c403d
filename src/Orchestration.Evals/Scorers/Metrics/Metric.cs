using System.Text.Json;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>One way to judge: how its argument is written, and what follows from it. Without state; one instance serves all scorers of its name.</summary>
internal abstract class Metric
{
    /// <summary>What golden sets and reports call it.</summary>
    public abstract string Name { get; }

    /// <summary>How the argument is written, to end the sentence "It takes ..".</summary>
    public abstract string Form { get; }

    /// <summary>Changes when it judges differently.</summary>
    public virtual string Version => "1";

    /// <summary>Whether it judges the output, as opposed to its run.</summary>
    public virtual bool JudgesOutput => true;

    /// <summary>Makes a scorer of this way to judge.</summary>
    public virtual IScorer At(string? name, string? at, JsonElement? argument) => new MetricScorer(this, name, at, argument);

    /// <summary>Reads an argument.</summary>
    /// <exception cref="FormatException">It cannot be meant; the message says why.</exception>
    public abstract object Read(JsonElement argument);

    /// <summary>What holds where nobody has said more than the reference; <see langword="null"/> if that says nothing.</summary>
    public virtual object? FromReference(JsonElement reference) => null;

    /// <summary>What holds where nobody has said anything; <see langword="null"/> if the scorer is then not applicable.</summary>
    public virtual object? Unsaid => null;

    public abstract Score Judge(object rule, Part part);
}

/// <summary>A metric whose argument becomes a <typeparamref name="TRule"/>.</summary>
internal abstract class Metric<TRule> : Metric
    where TRule : class
{
    public sealed override object Read(JsonElement argument) => ReadRule(argument);

    public sealed override Score Judge(object rule, Part part) => Judge((TRule)rule, part);

    protected abstract TRule ReadRule(JsonElement argument);

    protected abstract Score Judge(TRule rule, Part part);
}
