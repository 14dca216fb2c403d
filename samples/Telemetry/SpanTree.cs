using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;

namespace TelemetrySample;

/// <summary>Keeps the spans that have ended, to print them as the tree they are.</summary>
internal sealed class SpanTree : BaseProcessor<Activity>
{
    private readonly ConcurrentQueue<Activity> _spans = new();

    public override void OnEnd(Activity data) => _spans.Enqueue(data);

    public void Print(TextWriter output)
    {
        foreach (var root in ChildrenOf(default))
        {
            Print(output, root, 0);
        }
    }

    private void Print(TextWriter output, Activity span, int depth)
    {
        var name = new string(' ', depth * 2) + span.DisplayName;
        var details = string.Join("  ", new[]
        {
            Detail(span, "orchestration.outcome", "{0}"),
            Detail(span, "gen_ai.usage.input_tokens", "{0} in"),
            Detail(span, "gen_ai.usage.output_tokens", "{0} out"),
            Detail(span, "error.type", "{0}"),
        }.OfType<string>());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28}{span.Duration.TotalMilliseconds,8:0.0} ms  {details}"));
        foreach (var child in ChildrenOf(span.SpanId))
        {
            Print(output, child, depth + 1);
        }
    }

    private IEnumerable<Activity> ChildrenOf(ActivitySpanId parent) => _spans.Where(span => span.ParentSpanId == parent).OrderBy(static span => span.StartTimeUtc);

    private static string? Detail(Activity span, string tag, string format) =>
        span.GetTagItem(tag) is { } value ? string.Format(CultureInfo.InvariantCulture, format, value) : null;
}
