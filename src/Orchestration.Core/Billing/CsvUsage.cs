using System.Collections.Immutable;
using System.Globalization;
using Orchestration.Models;

namespace Orchestration.Billing;

/// <summary>Reads usage rows from CSV by the names in its header.</summary>
internal static class CsvUsage
{
    private enum Field
    {
        Day,
        Provider,
        Model,
        Input,
        Uncached,
        Cached,
        Write,
        Write1h,
        Output,
        Reasoning,
        Cost,
        Requests,
    }

    // Names in the exports of OpenAI, Anthropic, OpenRouter, LiteLLM and of this library's own bills, without what separates their words. The first that a header has is taken.
    private static readonly (Field Field, string[] Names)[] Known =
    [
        (Field.Day, ["date", "day", "usagedate", "usagedateutc", "starttimeiso", "startingat", "starttime", "timestamp", "time", "createdat", "datetime"]),
        (Field.Provider, ["provider", "vendor", "providername"]),
        (Field.Model, ["model", "modelversion", "modelname", "modelid", "modelpermaslug", "lineitem", "snapshotid"]),
        (Field.Input, ["inputtokens", "prompttokens", "tokensprompt", "contexttokens", "ncontexttokenstotal", "totalinputtokens"]),
        (Field.Uncached, ["uncachedinputtokens", "usageinputtokensnocache", "inputtokensnocache"]),
        (Field.Cached, ["inputcachedtokens", "cachedinputtokens", "cachedtokens", "cachereadinputtokens", "usageinputtokenscacheread", "tokenscached", "cachereadtokens"]),
        (Field.Write, ["cachecreationinputtokens", "cachewritetokens", "inputcachewritetokens", "cachewriteinputtokens", "cachecreationephemeral5minputtokens", "usageinputtokenscachewrite5m", "ephemeral5minputtokens"]),
        (Field.Write1h, ["cachecreationephemeral1hinputtokens", "usageinputtokenscachewrite1h", "ephemeral1hinputtokens", "cachewrite1htokens"]),
        (Field.Output, ["outputtokens", "completiontokens", "tokenscompletion", "usageoutputtokens", "generatedtokens", "ngeneratedtokenstotal"]),
        (Field.Reasoning, ["reasoningtokens", "outputreasoningtokens", "tokensreasoning"]),
        (Field.Cost, ["costusd", "cost", "amountvalue", "amountusd", "amount", "totalcost", "costtotal", "spend"]),
        (Field.Requests, ["nummodelrequests", "requests", "numrequests", "requestcount"]),
    ];

    public static UsageExport Read(string csv, UsageColumns named, string? provider)
    {
        var lines = CsvReader.Read(csv).GetEnumerator();
        if (!lines.MoveNext())
        {
            throw new FormatException("The export is empty. Its first line must name the columns, as: date,model,input_tokens,output_tokens,cost_usd");
        }

        var header = lines.Current;
        var columns = Columns(header, named);
        var isDecimalComma = CsvReader.SeparatorOf(csv.AsSpan(csv.StartsWith('\uFEFF') ? 1 : 0)) == ';';
        var (rows, problems) = (ImmutableArray.CreateBuilder<UsageRow>(), ImmutableArray.CreateBuilder<UsageExportProblem>());
        while (lines.MoveNext())
        {
            try
            {
                rows.Add(Row(lines.Current, header.Fields, columns, provider, isDecimalComma));
            }
            catch (FormatException e)
            {
                problems.Add(new UsageExportProblem($"line {lines.Current.Number}", e.Message));
            }
        }

        return new UsageExport { Rows = rows.DrainToImmutable(), Problems = problems.DrainToImmutable() };
    }

    private static int[] Columns(CsvLine header, UsageColumns named)
    {
        var names = header.Fields.Select(static field => Plain(field.Text)).ToList();
        var columns = new int[Known.Length];
        foreach (var (field, usual) in Known)
        {
            var given = Given(named, field);
            columns[(int)field] = given is null ? usual.Select(name => names.IndexOf(name)).FirstOrDefault(static place => place >= 0, -1) : names.IndexOf(Plain(given));
            if (given is not null && columns[(int)field] < 0)
            {
                throw new FormatException($"The header on line {header.Number} has no column '{given}'. It has: {Names(header)}.");
            }
        }

        if (columns[(int)Field.Day] < 0)
        {
            throw new FormatException($"The header on line {header.Number} names no day. It has: {Names(header)}. Name one 'date', or give UsageColumns.Day.");
        }

        return columns[(int)Field.Input] >= 0 || columns[(int)Field.Uncached] >= 0 || columns[(int)Field.Output] >= 0 || columns[(int)Field.Cost] >= 0
            ? columns
            : throw new FormatException($"The header on line {header.Number} names neither tokens nor a cost. It has: {Names(header)}. Name them 'input_tokens', 'output_tokens', 'cost_usd', or give UsageColumns.");
    }

    private static UsageRow Row(CsvLine line, IReadOnlyList<(string Text, int Column)> header, int[] columns, string? provider, bool isDecimalComma)
    {
        if (line.Problem is { } problem)
        {
            throw new FormatException($"{problem}.");
        }

        if (line.Fields.Count > header.Count)
        {
            throw new FormatException($"column {line.Fields[header.Count].Column}: the line has {line.Fields.Count} fields and the header {header.Count}. Quote fields that hold a separator.");
        }

        var cached = Count(Field.Cached);
        var (write, write1h) = (Count(Field.Write), Count(Field.Write1h));
        var uncached = Count(Field.Uncached);
        var input = Count(Field.Input) ?? (uncached is null && cached is null && write is null && write1h is null ? null : (uncached ?? 0) + (cached ?? 0) + (write ?? 0) + (write1h ?? 0));
        var output = Count(Field.Output);
        var day = Day();
        return new UsageRow
        {
            Day = day,
            Provider = Text(Field.Provider) ?? provider,
            Model = Text(Field.Model),
            Usage = input is null && output is null ? null : new Usage
            {
                InputTokens = input,
                OutputTokens = output,
                CachedInputTokens = cached,
                CacheWriteTokens = write,
                CacheWrite1hTokens = write1h,
                ReasoningTokens = Count(Field.Reasoning),
            },
            CostUsd = Text(Field.Cost) is { } cost
                ? UsageNumbers.Amount(cost, isDecimalComma) ?? throw Wrong(Field.Cost, cost, "an amount in US dollars, as 1234.56 (1234,56 where the separator is a semicolon)")
                : null,
            Requests = Count(Field.Requests),
            Location = $"line {line.Number}",
            Identity = line.Raw,
        };

        string? Text(Field field) =>
            columns[(int)field] is >= 0 and var place && place < line.Fields.Count && line.Fields[place].Text.Trim() is { Length: > 0 } text ? text : null;

        long? Count(Field field) => Text(field) is { } text ? UsageNumbers.Count(text, isDecimalComma) ?? throw Wrong(field, text, "a whole number of tokens or requests, 0 or more") : null;

        DateOnly Day() => Text(Field.Day) is { } text
            ? UsageNumbers.Day(text) ?? throw Wrong(Field.Day, text, "a day such as 2026-08-31, an instant of ISO 8601, or seconds since 1970")
            : throw new FormatException("the day is empty. Fill it in, or remove the line if it is a total.");

        FormatException Wrong(Field field, string text, string wanted) => new(string.Create(
            CultureInfo.InvariantCulture, $"column {line.Fields[columns[(int)field]].Column} ('{header[columns[(int)field]].Text}'): '{text}' is not {wanted}."));
    }

    private static string? Given(UsageColumns named, Field field) => field switch
    {
        Field.Day => named.Day,
        Field.Provider => named.Provider,
        Field.Model => named.Model,
        Field.Input => named.InputTokens,
        Field.Uncached => named.UncachedInputTokens,
        Field.Cached => named.CachedInputTokens,
        Field.Write => named.CacheWriteTokens,
        Field.Output => named.OutputTokens,
        Field.Reasoning => named.ReasoningTokens,
        Field.Cost => named.CostUsd,
        Field.Requests => named.Requests,
        _ => null,
    };

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static string Names(CsvLine header) => string.Join(", ", header.Fields.Select(static field => $"'{field.Text}'"));
}
