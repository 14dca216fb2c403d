using System.Globalization;
using ContentPlatform.Articles;
using Microsoft.Extensions.AI;

namespace ContentPlatform.Models;

/// <summary>How many calls of which step are made to fail, as <c>--fail research:2</c> says. Counts down as they do; safe for many threads.</summary>
internal sealed class PlannedFailures
{
    private const int Most = 99;

    private readonly Dictionary<string, int> _left = new(StringComparer.Ordinal);

    public bool Any => _left.Count > 0;

    /// <exception cref="UsageException">A value is not <c>step:count</c>, or there is no such step.</exception>
    public static PlannedFailures Parse(IEnumerable<string> values)
    {
        var planned = new PlannedFailures();
        foreach (var value in values)
        {
            var (step, count) = value.Split(':') is [var name, var number] ? (name.Trim(), number) : (value, string.Empty);
            if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var failures) || failures is < 1 or > Most)
            {
                throw new UsageException($"--fail {value} is not understood. Write the step and how many of its calls shall fail, from 1 to {Most}: --fail research:2");
            }

            if (!Prompts.Roles.ContainsKey(step))
            {
                throw new UsageException($"--fail {value}: there is no model step '{step}'. The steps are {string.Join(", ", Prompts.Roles.Keys)}.");
            }

            planned._left[step] = planned._left.GetValueOrDefault(step) + failures;
        }

        return planned;
    }

    /// <summary>Takes one failure of the step that a request comes from; which one, from 1, or 0 for none.</summary>
    /// <remarks>A client is never told which step asks. But each step here begins its prompt with a role of its own.</remarks>
    public int Take(IEnumerable<ChatMessage> messages)
    {
        return Take(messages.FirstOrDefault(static message => message.Role == ChatRole.System)?.Text ?? string.Empty);
    }

    /// <summary>As above, for a request as it stands on the wire, or its standing instruction.</summary>
    public int Take(string request)
    {
        var step = Prompts.Roles.FirstOrDefault(pair => request.Contains(pair.Value, StringComparison.Ordinal)).Key;
        lock (_left)
        {
            return step is not null && _left.GetValueOrDefault(step) is > 0 and var left ? _left[step]-- : 0;
        }
    }
}
