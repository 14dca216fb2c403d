using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Runs;

namespace ContentPlatform.Display;

/// <summary>Tells a run line by line, for pipes and logs.</summary>
internal static class PlainLines
{
    public static async Task ShowAsync(Screen screen, RunBoard board, IAsyncEnumerable<RunEvent> events)
    {
        var told = 0;
        await foreach (var e in events)
        {
            if (e is Restarted { Step: RunBoard.ShownStep })
            {
                screen.Line("  | (broken off; what came so far is void)");
                told = 0;
            }

            board.Apply(e);
            switch (e)
            {
                case TextDelta { Step: RunBoard.ShownStep }:
                    told = Tell(screen, board.Text, told, isWhole: false);
                    break;

                case AttemptFailed failed:
                    screen.Line($"  {failed.Step,-20} {failed.Failure}");
                    break;

                case Spliced { Step: RunBoard.ShownStep }:
                    var seam = board.Seams[^1];
                    screen.Line($"  ~ {seam.From} broke off after {Words.Count(seam.Position, "character")}; {seam.To} goes on");
                    break;

                case Spliced spliced:
                    screen.Line($"  {spliced.Step,-20} attempt {spliced.Attempt} goes on after {Words.Count(spliced.Position, "character")}");
                    break;

                case StepEnded { Step: RunBoard.ShownStep } ended:
                    Tell(screen, board.Text, told, isWhole: true);
                    screen.Line(Line(ended));
                    break;

                case StepEnded ended:
                    screen.Line(Line(ended));
                    break;
            }
        }
    }

    private static string Line(StepEnded ended) => ended switch
    {
        { Kind: StepKind.Ask, Report: { Outcome: StepOutcome.New } r } =>
            $"  {ended.Step,-20} {Words.Outcome(r.Outcome),-9} {r.Model,-14} {Words.Count(r.Attempts, "attempt"),-11} {Words.Count(Words.Total(r.Usage)),8} tokens  {Words.Usd(r.CostUsd, r.UnpricedAttempts),-8} {Words.Seconds(r.Duration)}",
        { Kind: StepKind.Ask, Report: { } r } => $"  {ended.Step,-20} {Words.Outcome(r.Outcome),-9} {r.Model}".TrimEnd(),
        { Report: { Outcome: StepOutcome.New } r } => $"  {ended.Step,-20} {Words.Outcome(r.Outcome),-9} {Words.Seconds(r.Duration)}",
        _ => $"  {ended.Step,-20} {Words.Outcome(ended.Outcome)}",
    };

    /// <summary>Writes the lines that are complete; all of them at the end.</summary>
    /// <returns>How many characters have been told.</returns>
    private static int Tell(Screen screen, string text, int told, bool isWhole)
    {
        for (var end = text.IndexOf('\n', told); end >= 0; end = text.IndexOf('\n', told))
        {
            screen.Line($"  | {text[told..end]}".TrimEnd());
            told = end + 1;
        }

        if (isWhole && told < text.Length)
        {
            screen.Line($"  | {text[told..]}");
        }

        return told;
    }
}
