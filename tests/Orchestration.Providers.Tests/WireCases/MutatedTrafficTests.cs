using System.Collections.Concurrent;
using System.Text;
using Orchestration.Models;
using Orchestration.WireCases;

namespace Orchestration.Providers.Tests.WireCases;

/// <summary>What servers, proxies and networks may make of a recorded stream, and what the adapters must make of that.</summary>
public sealed class MutatedTrafficTests
{
    private const string Samples = "samples";

    private static readonly ConcurrentDictionary<string, Task<IReadOnlyList<MutatedCase>>> Loaded = new(StringComparer.Ordinal);

    public static TheoryData<string> Providers => [Samples, .. RecordedCases.Providers];

    [Theory]
    [MemberData(nameof(Providers))]
    public Task A_stream_that_is_cut_anywhere_before_its_end_is_a_failure(string provider) => CheckAsync(provider, static async (item, report) =>
    {
        var ends = item.Events is { } known ? StreamWords.Ends(item.Api, known) : null;
        foreach (var cut in Cuts(item))
        {
            var breaks = cut % 2 == 0;
            var outcome = await item.RunAsync(item.Body.AsMemory(0, cut), breaks ? new IOException("The connection was reset.") : null);

            // An event without its closing blank line counts where the body just ends, and does not where the connection breaks.
            var (withTail, withoutTail) = (IsWhole(item, ends, last => last.DataEnd <= cut), IsWhole(item, ends, last => last.End <= cut));
            var hasNothing = outcome is { Text: "", Reasoning: "", ToolCalls.Count: 0 };
            if (outcome.Failure is null ? (withTail | withoutTail) == false : (withTail & withoutTail) == true)
            {
                report($"cut at {cut} of {item.Body.Length}: {outcome.Failure?.ToString() ?? "succeeded"}");
            }

            if (outcome.Failure is { } reason && reason != FailureReason.StreamInterrupted && !(breaks && hasNothing && reason == FailureReason.ConnectionLost))
            {
                report($"cut at {cut} of {item.Body.Length}: {reason}");
            }

            if (!item.Whole.Text!.StartsWith(outcome.Text!, StringComparison.Ordinal) || (outcome.Failure is null && outcome.Text != item.Whole.Text && !GoesOn(ends)))
            {
                report($"cut at {cut} of {item.Body.Length}: the text is '{outcome.Text}'");
            }
        }
    });

    [Theory]
    [MemberData(nameof(Providers))]
    public Task Signs_of_life_and_unknown_events_change_nothing(string provider) => CheckAsync(provider, static async (item, report) =>
    {
        foreach (var noise in item.Events is { } events ? StreamWords.Noise(item.Api, events) : [])
        {
            Compare(item, await item.RunAsync(item.Events!.WithBetween(_ => noise)), noise.Trim(), report);
        }
    });

    [Theory]
    [MemberData(nameof(Providers))]
    public Task An_error_in_the_stream_is_a_failure_wherever_it_stands(string provider) => CheckAsync(provider, static async (item, report) =>
    {
        if (item.Events is not { } events)
        {
            return;
        }

        foreach (var (head, data, reason) in StreamWords.Errors(item.Api))
        {
            foreach (var place in Places(item, StreamWords.Last(item.Api, events), 8))
            {
                var outcome = await item.RunAsync(events.WithBetween(i => i == place ? events.Render(head, data) : null));
                if (outcome.Failure != reason || !item.Whole.Text!.StartsWith(outcome.Text!, StringComparison.Ordinal))
                {
                    report($"{data} before event {place} of {events.List.Count}: {outcome.Failure?.ToString() ?? "succeeded"} '{outcome.Text}'");
                }
            }
        }
    });

    [Theory]
    [MemberData(nameof(Providers))]
    public Task Unknown_members_change_nothing(string provider) => CheckAsync(provider, static async (item, report) =>
    {
        foreach (var (name, value, first) in ((string, string, bool)[])
            [("x_new", "null", true), ("x_new", "\"text\"", false), ("x_new", """{"type":"text","text":"no","x":[1,{}]}""", true), ("x_new", "[[],{}]", false), ("error", "null", false)])
        {
            if (item.Events is { } events)
            {
                Compare(item, await item.RunAsync(events.With(events.List.Select(one => JsonMutation.WithMember(one.Data, name, value, first)))), $"{name}: {value}", report);
            }
        }
    });

    [Theory]
    [MemberData(nameof(Providers))]
    public Task Members_that_are_lost_or_of_another_type_end_in_an_answer_or_a_failure(string provider) => CheckAsync(provider, static async (item, report) =>
    {
        var random = item.NewRandom();
        for (var i = 0; i < 40 && item.Events is not null; i++)
        {
            var datas = item.Events.List.Select(static one => one.Data).ToList();
            for (var losses = random.Next(1, 4); losses > 0; losses--)
            {
                var place = random.Next(datas.Count);
                datas[place] = JsonMutation.WithLoss(datas[place], random);
            }

            await TryAsync(item, item.Events.With(datas.Select(JsonMutation.WithHalves)), string.Join(" and ", datas.Where((data, at) => data != item.Events.List[at].Data)), report);
        }
    });

    [Theory]
    [MemberData(nameof(Providers))]
    public Task Damaged_bytes_end_in_an_answer_or_a_failure(string provider) => CheckAsync(provider, static async (item, report) =>
    {
        var random = item.NewRandom();
        for (var i = 0; i < 30; i++)
        {
            var body = item.Body.ToArray();
            for (var damages = random.Next(1, 8); damages > 0; damages--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            await TryAsync(item, body, "damaged", report);
        }
    });

    [Theory]
    [MemberData(nameof(Providers))]
    public Task A_whole_answer_with_losses_and_damages_ends_in_an_answer_or_a_failure(string provider) => CheckAsync(provider, isStreaming: false, static async (item, report) =>
    {
        var random = item.NewRandom();
        for (var i = 0; i < 20; i++)
        {
            var lossy = JsonMutation.WithHalves(JsonMutation.WithLoss(Encoding.UTF8.GetString(item.Body), random));
            await TryAsync(item, Encoding.UTF8.GetBytes(lossy), lossy, report);

            var damaged = item.Body.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            await TryAsync(item, damaged, "damaged", report);
        }
    });

    private static Task CheckAsync(string provider, Func<MutatedCase, Action<string>, Task> check) => CheckAsync(provider, isStreaming: true, check);

    /// <summary>Runs all whole answers of a provider through a check that reports what is wrong.</summary>
    private static async Task CheckAsync(string provider, bool isStreaming, Func<MutatedCase, Action<string>, Task> check)
    {
        var cases = (await Loaded.GetOrAdd(provider, LoadAsync)).Where(item => item.IsStreaming == isStreaming).ToList();
        if (cases.Count == 0)
        {
            Assert.Skip("No such answer was recorded.");
        }

        var findings = new ConcurrentQueue<string>();
        var running = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var all = Task.Run(() => Parallel.ForEachAsync(cases, async (item, _) =>
        {
            running[item.Id] = true;
            try
            {
                await check(item, finding => findings.Enqueue($"{item.Id}: {finding}"));
            }
#pragma warning disable CA1031 // One case must not hide the others.
            catch (Exception e)
#pragma warning restore CA1031
            {
                findings.Enqueue($"{item.Id}: {e.GetType().Name}: {e.Message} {Place(e)}");
            }

            running.TryRemove(item.Id, out var _);
        }));
        try
        {
            await all.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Hangs: {string.Join(", ", running.Keys)}");
        }

        Assert.True(findings.IsEmpty, $"{findings.Count} findings:\n{string.Join('\n', findings.Order(StringComparer.Ordinal).Take(40))}");
    }

    private static async Task<IReadOnlyList<MutatedCase>> LoadAsync(string provider)
    {
        var cases = new List<MutatedCase>();
        foreach (var @case in provider == Samples ? SampleCases.Streams : RecordedCases.Of(provider))
        {
            if (await MutatedCase.FromAsync(@case) is { } item)
            {
                cases.Add(item);
            }
        }

        return cases;
    }

    private static async Task TryAsync(MutatedCase item, byte[] body, string what, Action<string> report)
    {
        try
        {
            await item.RunAsync(body);
        }
#pragma warning disable CA1031 // Any exception but the one that the runner catches is the finding.
        catch (Exception e)
#pragma warning restore CA1031
        {
            report($"{e.GetType().Name}: {e.Message} {Place(e)} of {what}");
        }
    }

    private static void Compare(MutatedCase item, Outcome outcome, string what, Action<string> report)
    {
        foreach (var difference in Comparison.Differences(item.Whole, outcome))
        {
            report($"{what}: {difference}");
        }
    }

    /// <summary>Both ends, the neighbourhood of some events' ends and of the last one's, and some places by lot.</summary>
    private static IEnumerable<int> Cuts(MutatedCase item)
    {
        var random = item.NewRandom();
        var cuts = new SortedSet<int> { 0, 1, item.Body.Length - 1, item.Body.Length };
        foreach (var place in item.Events is { } events ? Places(item, events.List.Count - 1, 6).Append(events.List.Count - 1) : [])
        {
            cuts.UnionWith(Enumerable.Range(item.Events!.List[place].DataEnd - 3, 7));
        }

        for (var i = 0; i < 30; i++)
        {
            cuts.Add(random.Next(item.Body.Length));
        }

        return cuts.Where(cut => cut >= 0 && cut <= item.Body.Length);
    }

    private static IEnumerable<int> Places(MutatedCase item, int last, int count)
    {
        var random = item.NewRandom();
        return Enumerable.Range(0, count).Select(_ => random.Next(last + 1)).Append(0).Append(last).Distinct();
    }

    /// <summary>Whether the answer is whole with the events of a cut body; <see langword="null"/> when that is not known.</summary>
    private static bool? IsWhole(MutatedCase item, IReadOnlyList<bool>? ends, Func<StreamEvent, bool> isIn) =>
        ends is null ? null : item.Events!.List.Count(isIn) is > 0 and var count && ends[count - 1];

    /// <summary>Whether an end was none after all, as where the provider runs tools between: a cut just there cannot be seen.</summary>
    private static bool GoesOn(IReadOnlyList<bool>? ends) => ends?.Zip(ends.Skip(1), static (before, after) => before && !after).Any(static isOpenAgain => isOpenAgain) == true;

    private static string? Place(Exception e) => e.StackTrace?.Split('\n').FirstOrDefault(static line => line.Contains("Orchestration", StringComparison.Ordinal))?.Trim();
}
