using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestration.Models;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>A metric with its name, the part that it judges, and the argument if one was given; otherwise each case has its own.</summary>
internal sealed class MetricScorer : IScorer, IExpecting
{
    private readonly Metric _metric;
    private readonly string? _at;
    private readonly object? _given;
    private (JsonBytes Argument, object Rule)[] _last = [];

    /// <exception cref="ArgumentException">The argument or the pointer cannot be meant.</exception>
    public MetricScorer(Metric metric, string? name, string? at, JsonElement? argument)
    {
        (_metric, _at) = (metric, at);
        Name = name ?? (at is null ? metric.Name : $"{metric.Name} {at}");
        ArgumentException.ThrowIfNullOrWhiteSpace(Name, nameof(name));
        if (at is not null && JsonParts.Fault(at) is { } fault)
        {
            throw new ArgumentException(fault, nameof(at));
        }

        if (argument is { } json)
        {
            try
            {
                _given = metric.Read(json);
            }
            catch (FormatException e)
            {
                throw new ArgumentException($"The scorer '{Name}' cannot be: {e.Message} It takes {metric.Form}.", nameof(argument), e);
            }
        }

        Version = argument is null ? metric.Version : $"{metric.Version}-{Hash(argument.Value.GetRawText())}";
    }

    public string Name { get; }

    public string Version { get; }

    public bool TakesExpectation => _given is null;

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));

    public string? FaultOf(JsonElement argument)
    {
        try
        {
            _metric.Read(argument);
            return null;
        }
        catch (FormatException e)
        {
            return $"expect.{Name}: {e.Message} It takes {_metric.Form}.";
        }
    }

    public ValueTask<Score> ScoreAsync(ScoredOutput output, CancellationToken cancellationToken)
    {
        var (asked, verdict) = Prepare(output);
        return ValueTask.FromResult(asked is var (rule, part) ? _metric.Judge(rule, part) : verdict!);
    }

    /// <summary>The rule and the part that it holds for, or the verdict where it does not come to that.</summary>
    public ((object Rule, Part Part)? Asked, Score? Verdict) Prepare(ScoredOutput output)
    {
        object? rule;
        try
        {
            rule = RuleFor(output);
        }
        catch (FormatException e)
        {
            return (null, Score.Error($"expect.{Name}: {e.Message} It takes {_metric.Form}."));
        }

        if (rule is null)
        {
            return (null, Score.NotApplicable($"The case has no expect.{Name}, and no reference that says what is expected."));
        }

        if (!_metric.JudgesOutput)
        {
            return ((rule, new Part(output, default, string.Empty, null)), null);
        }

        return output.Output.IsEmpty ? (null, Score.Error("There is no output to judge."))
            : Part.Of(output, _at) is { } part ? ((rule, part), null)
            : (null, Score.Of(0, $"The output has nothing at {_at}."));
    }

    private object? RuleFor(ScoredOutput output)
    {
        if (_given is not null)
        {
            return _given;
        }

        if (!output.Case.Expect.TryGetValue(Name, out var argument))
        {
            return (Part.ReferenceOf(output, _at) is { } reference ? _metric.FromReference(reference) : null) ?? _metric.Unsaid;
        }

        // Repeats of a case, and cases that are alike, follow each other.
        if (Volatile.Read(ref _last) is [var last] && last.Argument == argument)
        {
            return last.Rule;
        }

        var rule = _metric.Read(JsonParts.Parse(argument));
        Volatile.Write(ref _last, [(argument, rule)]);
        return rule;
    }
}
