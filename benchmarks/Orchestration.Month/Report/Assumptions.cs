using System.Text;
using Orchestration.Month.Systems;
using Orchestration.Month.Workload;
using Orchestration.Month.World;

namespace Orchestration.Month.Report;

/// <summary>What the month takes for granted, in words and figures of the code that it runs on.</summary>
internal static class Assumptions
{
    public static string Text(IReadOnlyList<ModelSheet> sheets, string plan)
    {
        var text = new StringBuilder();
        text.Append("### Models\n\n");
        text.Append("Prices are list prices: those of the library's catalogue (`ModelCatalog.Default`), as of 1 September 2026; Groq's of ").Append(ModelSheets.GroqPrices).Append(". Everything else about the models is an assumption of ours, not a measurement of them.\n\n");
        var table = new Table("model", "in / cached / write / out, USD per million tokens", "ability", "quality: simple / moderate / complex", "first token, s", "tokens/s", "requests/min", "prompt cache from, tokens");
        foreach (var sheet in sheets)
        {
            var price = sheet.Price;
            table.Row(sheet.Name, [
                $"{price.InputUsdPerMillion:0.###} / {price.CachedInputUsdPerMillion?.ToString("0.####") ?? "-"} / {price.CacheWriteUsdPerMillion?.ToString("0.####") ?? "-"} / {price.OutputUsdPerMillion:0.###}",
                $"{sheet.Ability:0.0}", string.Join(" / ", Enum.GetValues<Difficulty>().Select(difficulty => $"{sheet.Quality(difficulty):0.000}")),
                $"{sheet.FirstToken:0.00}", $"{sheet.Pace:0}", $"{sheet.RequestsPerMinute}", sheet.CachedFrom?.ToString() ?? "none"]);
        }

        text.Append(table).Append('\n');
        text.Append($"""
            - Quality: the chance that an answer is good, by a Rasch model: logistic(ability - difficulty), difficulties {ModelSheet.LevelOf(Difficulty.Simple)}, {ModelSheet.LevelOf(Difficulty.Moderate)} and {ModelSheet.LevelOf(Difficulty.Complex)}. Nobody in the simulation is told; systems see what evals of {TierPlan.Cases:N0} cases a class would have shown, errors of sampling included. The month's quality is the mean of that chance, so that it has no noise of its own.
            - First token: lognormal around the median (sigma 0.45) plus the prompt's uncached tokens at 12,000 a second. Pace: lognormal around the median (sigma 0.25), one draw an answer, in pieces of 8 tokens. No reasoning tokens.
            - Prompt caches: each model has its own; the beginning of a prompt up to the end of each message, 5 minutes from its last use. Where the price list has a price for writing, all that is not read is written.
            - Every system's prompts are cached alike: one model alone has the advantage of a warmer cache.
            - Limits: requests a minute in a sliding window; beyond it 429 with Retry-After until there is room. The library is not told the limits.
            - What is billed: all input and the output sent so far, also of an answer that breaks off or is cancelled; nothing for a request that was refused. Costs in the tables are the providers' invoices, not the library's own books.
            - All models give the same text for the same conversation, so that what the reader saw can be checked to the character.
            - A model that is asked to go on with an answer repeats the last words as told in 70 of 100 cases; 15 go on without repeating them and without leading white space; 8 repeat more; 4 begin with a remark ("Here is the continuation:"); 3 start the whole answer again.

            ### Failures

            - Any request, any day: server error {Background.ServerError:P2}, connection lost {Background.ConnectionLost:P2}, overloaded {Background.Overloaded:P2} ({Background.OverloadedAtPeak:P1} from 14 to 17 UTC on weekdays), stream dies {Background.DiesInStream:P2}, stream stalls for ever {Background.Stalls:P2}.

            """);
        foreach (var incident in Incident.All)
        {
            text.Append($"- {incident.Provider}, {incident.From:d MMMM HH:mm} to {incident.To:d MMMM HH:mm}: ").Append(incident.Kind switch
            {
                IncidentKind.Outage => "every stream under way dies; then 25 % of requests hang for 60 s, 35 % are refused a connection, 40 % get a 503.",
                IncidentKind.Flapping => "half of the requests get a 503, the streams of the other half all die in mid-answer.",
                IncidentKind.BrownOut => "first token and pace 5 to 10 times as slow, each request by its own factor.",
                _ => "the key's hard quota is used up; every request is refused.",
            }).Append('\n');
        }

        text.Append($"""

            ### Requests

            - Six applications, each a tenant with instructions of 3,500 to 16,000 characters and its own mix: {string.Join("; ", App.All.Select(static app => $"{app.Name} {app.Share:P0} of sessions ({string.Join("/", app.Mix.Select(static share => $"{100 * share:0}"))} simple/moderate/complex)"))}.
            - {Arrivals.PopularShare:P0} of the sessions begin with one of {Arrivals.PopularQuestions:N0} popular questions of their application (Zipf, exponent {Arrivals.ZipfExponent}); the others are their user's own and can never be found in a cache. After each turn a further one follows in {Arrivals.FurtherTurn:P0} of cases, 20 s and a lognormal minute later, up to {Arrivals.MostTurns}; the whole conversation is sent each time.
            - 70 % of texts arrive as they are; 21 % in another spelling that looks the same (CRLF, decomposed accents, trailing or no-break spaces); 9 % in words or capitals that an exact cache must not take for the same.
            - One question in six looks easier or harder than it is.
            - Answers: lognormal, medians of 320, 1,300 and 2,800 characters by difficulty; Markdown with lists, tables, headings and code.
            - Poisson arrivals with hours and weekdays of an office application, and {Arrivals.Bursts().Count()} mailings that send {Arrivals.Bursts().Min(static burst => burst.Sessions)} to {Arrivals.Bursts().Max(static burst => burst.Sessions)} users within minutes.
            - A user waits {ISystem.Deadline.TotalSeconds:0} s; what has not ended by then has failed. Users do not ask again, and conversations go on as if they had been answered, so that all systems meet the same requests at the same times.

            ### Systems

            - *One model*: {ModelSheets.Single} by its client, no retry.
            - *Retries + fallback*: the library with the ordered route {string.Join(", ", Contenders.Order)}, retries and timeouts; no cache, no splicing, no hedging.
            - *Whole system*: {plan}

            """);
        return text.ToString();
    }
}
