using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Scorers.Judging;
using Orchestration.Evals.Scorers.Metrics;

namespace Orchestration.Evals.Scorers;

/// <summary>Makes scorers of what cases say under <c>expect</c>, so that an eval needs no code.</summary>
/// <remarks>A name may be followed by a space and a JSON Pointer to the part that is judged, as in <c>contains /title</c>. <c>human</c> is a person's verdict, for calibrating judges, and no scorer.</remarks>
public static class Expectations
{
    private static readonly FrozenDictionary<string, Metric> Metrics = MetricTable.All.ToFrozenDictionary(static metric => metric.Name, StringComparer.Ordinal);

    /// <summary>The names that golden sets may use without code, in order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Metrics.Keys.Concat(["judge", "compare", HumanLabel.Name]).Order(StringComparer.Ordinal)];

    /// <summary>The scorers that a case's expectations mean. The same name gives the same metric in all cases: the expectation itself is read from the case when it is scored.</summary>
    /// <param name="case">The case.</param>
    /// <param name="scorers">The eval's own scorers. They take the expectations of their names, so these give no further scorer.</param>
    /// <returns>In the order of their names. Those that are an <see cref="IBoundScorer"/> have yet to be bound; scorers of one name can stand in for each other.</returns>
    /// <exception cref="FormatException">A name is not known, or an expectation cannot be meant: the first of <see cref="FaultsOf"/>.</exception>
    public static ImmutableArray<IScorer> ScorersOf(GoldenCase @case, IReadOnlyCollection<IScorer>? scorers = null)
    {
        if (FaultsOf(@case, scorers) is [var fault, ..])
        {
            throw new FormatException($"Case '{@case.Id}', {fault}");
        }

        return [.. @case.Expect.Keys.Where(name => name != HumanLabel.Name && !IsOwn(name, scorers)).Select(static name => Find(name)!)];
    }

    /// <summary>What is wrong with a case's expectations, a sentence each with its place, such as <c>expect.contain: there is no scorer of that name; did you mean 'contains'?</c> Empty if nothing is.</summary>
    /// <inheritdoc cref="ScorersOf" path="/param"/>
    public static ImmutableArray<string> FaultsOf(GoldenCase @case, IReadOnlyCollection<IScorer>? scorers = null)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, argument) in @case.Expect)
        {
            if (FaultOf(name, argument, scorers) is { } fault)
            {
                faults.Add(fault);
            }
        }

        return faults.ToImmutable();

        string? FaultOf(string name, Models.JsonBytes argument, IReadOnlyCollection<IScorer>? own)
        {
            var json = JsonParts.Parse(argument);
            if (own?.FirstOrDefault(scorer => scorer.Name == name) is { } known)
            {
                return known is not IExpecting expecting ? null
                    : expecting.TakesExpectation ? expecting.FaultOf(json)
                    : $"expect.{name}: the eval's scorer '{name}' has its argument from code and would not look at this. Give the scorer another name, or leave its argument to the cases.";
            }

            return name == HumanLabel.Name ? LabelFault(json)
                : Find(name) is IExpecting declared ? declared.FaultOf(json)
                : Unknown(name, own);
        }
    }

    private static IScorer? Find(string name)
    {
        var (metric, at) = Parts(name);
        return at is not null && JsonParts.Fault(at) is not null ? null
            : Metrics.TryGetValue(metric, out var known) ? known.At(null, at, null)
            : metric == "judge" ? new Judge { Name = name, At = at }
            : metric == "compare" ? Judge.Compare() with { Name = name, At = at }
            : null;
    }

    private static (string Metric, string? At) Parts(string name) => name.IndexOf(' ', StringComparison.Ordinal) is var space and >= 0 ? (name[..space], name[(space + 1)..]) : (name, null);

    private static string Unknown(string name, IReadOnlyCollection<IScorer>? own)
    {
        var (metric, at) = Parts(name);
        if (at is not null && Metrics.ContainsKey(metric))
        {
            return $"expect.{name}: {JsonParts.Fault(at)}";
        }

        return $"expect.{name}: there is no scorer of that name{Suggestion.For(metric, [.. Names, .. own?.Select(static scorer => scorer.Name) ?? []])}. A scorer of your own goes into the eval's Scorers.";
    }

    private static string? LabelFault(JsonElement label)
    {
        try
        {
            HumanLabel.Read(label, string.Empty);
            return null;
        }
        catch (FormatException)
        {
            return $"expect.{HumanLabel.Name}: It is {Argument.Said(label)}. It takes true, false or a number from 0 to 1.";
        }
    }

    private static bool IsOwn(string name, IReadOnlyCollection<IScorer>? scorers) => scorers?.Any(scorer => scorer.Name == name) == true;
}
