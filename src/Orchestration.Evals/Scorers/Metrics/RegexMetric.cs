using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orchestration.Evals.Scorers.Metrics;

internal sealed class RegexMetric : Metric<Regex>
{
    // Of the whole text; what cannot be matched in linear time could take any time.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    public override string Name => "regex";

    public override string Form => """a .NET regular expression, or {"pattern": "..", "ignoreCase": true, "timeoutMs": 1000}""";

    protected override Regex ReadRule(JsonElement argument)
    {
        var read = new Argument(argument, "pattern", "ignoreCase", "timeoutMs");
        var pattern = read.IsObject ? read.Text("pattern") : argument.ValueKind == JsonValueKind.String ? argument.GetString() : null;
        var timeout = read.Whole("timeoutMs", least: 1) is { } ms ? TimeSpan.FromMilliseconds(ms) : Timeout;
        var options = RegexOptions.CultureInvariant | (read.Flag("ignoreCase") ? RegexOptions.IgnoreCase : RegexOptions.None);
        return Make(pattern ?? throw new FormatException($"It is {Argument.Said(argument)}, which has no pattern."), options, timeout);
    }

    protected override Score Judge(Regex rule, Part part)
    {
        try
        {
            var match = rule.Match(part.Text);
            return Score.Pass(match.Success, match.Success ? $"\"{JsonParts.Short(match.Value)}\" matches {rule}." : $"Nothing in it matches {rule}.");
        }
        catch (RegexMatchTimeoutException)
        {
            return Score.Error(FormattableString.Invariant($"The pattern {rule} took longer than {rule.MatchTimeout.TotalMilliseconds} ms. Without look-arounds and back-references it cannot."));
        }
    }

    private static Regex Make(string pattern, RegexOptions options, TimeSpan timeout)
    {
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking, timeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, options, timeout);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"{pattern} is no regular expression: {e.Message}", e);
        }
    }
}
