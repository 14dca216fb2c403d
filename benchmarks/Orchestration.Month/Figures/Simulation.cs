using System.Diagnostics;
using Orchestration.Month.Clock;
using Orchestration.Month.Systems;
using Orchestration.Month.Workload;
using Orchestration.Month.World;

namespace Orchestration.Month.Figures;

/// <summary>Lets one system live through the month.</summary>
internal static class Simulation
{
    public static SystemMonth Run(WorldState world, ISystem system, Arrivals arrivals)
    {
        var outcomes = new Outcome?[arrivals.Count];
        using var requests = arrivals.Requests().GetEnumerator();
        var took = Stopwatch.StartNew();
        var pump = new Pump(world.Time);
        ITimer? next = null;
        pump.Run(() =>
        {
            next = world.Time.CreateTimer(static arrive => ((Action)arrive!)(), (Action)Arrive, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            AwaitNext();
        });
        next?.Dispose();
        var missing = outcomes.Count(static outcome => outcome is null);
        return missing == 0
            ? new SystemMonth { Name = system.Name, World = world, Log = (system as Library)?.Log, Outcomes = [.. outcomes.Select(static outcome => outcome!)], Steps = pump.Steps, Took = took.Elapsed }
            : throw new InvalidOperationException($"Under '{system.Name}' {missing} requests never ended.");

        void AwaitNext()
        {
            if (requests.MoveNext())
            {
                var wait = requests.Current.At - world.Now;
                next!.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }

        void Arrive()
        {
            var request = requests.Current;
            _ = AskAsync(request);
            AwaitNext();
        }

        async Task AskAsync(Request request)
        {
            Request.Current = request;
            var shown = new Shown(world.Time, request.At);
            await system.AnswerAsync(request, shown);
            outcomes[request.Index] = Judge(request, shown, world);
        }
    }

    private static Outcome Judge(Request request, Shown shown, WorldState world)
    {
        var text = shown.Text;
        var isSame = text == request.Answer;
        var hasOtherWhiteSpace = !isSame && Solid(text) == Solid(request.Answer);
        return new Outcome
        {
            At = request.At,
            Difficulty = request.Difficulty,
            Meaning = request.Meaning,
            Succeeded = shown.Succeeded,
            IsBroken = text.Length > 0 && !isSame && !hasOtherWhiteSpace,
            HasOtherWhiteSpace = hasOtherWhiteSpace,
            Difference = isSame || text.Length == 0 ? null : DifferenceOf(text, request.Answer) + request.Continued,
            IsFromCache = shown.IsFromCache,
            Restarts = shown.Restarts,
            Splices = shown.Splices,
            Attempts = shown.Attempts,
            Quality = shown.Succeeded ? QualityOf(request, shown, world) : 0,
            Model = shown.Model,
            Failure = shown.Failure,
            FirstToken = shown.FirstToken?.TotalSeconds,
            Total = shown.Total!.Value.TotalSeconds,
        };
    }

    private static double QualityOf(Request request, Shown shown, WorldState world)
    {
        var last = world.Sheet(shown.Model!).Quality(request.Difficulty);
        return shown is { FirstModel: { } first, SplicedAt: var at }
            ? ((at * world.Sheet(first).Quality(request.Difficulty)) + ((request.Answer.Length - at) * last)) / request.Answer.Length
            : last;
    }

    private static string DifferenceOf(string text, string answer)
    {
        var at = text.AsSpan().CommonPrefixLength(answer);
        return $"at {at} of {answer.Length}: {Around(text, at)} for {Around(answer, at)}";

        static string Around(string of, int at) => $"`{of[Math.Max(0, at - 60)..Math.Min(of.Length, at + 60)].ReplaceLineEndings("\\n")}`";
    }

    private static string Solid(string text) => string.Concat(text.Where(static unit => !char.IsWhiteSpace(unit)));
}
