using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orchestration.Models;

namespace Orchestration.Billing;

/// <summary>Reads usage rows from the JSON of OpenAI's and Anthropic's usage and cost endpoints.</summary>
internal static class JsonUsage
{
    public static UsageExport Read(string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json.AsMemory(json.StartsWith('\uFEFF') ? 1 : 0), new JsonDocumentOptions { AllowTrailingCommas = true });
        }
        catch (JsonException e)
        {
            throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"The export is no JSON at line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}. Save the endpoint's answer as it came."), e);
        }

        using (document)
        {
            var (rows, problems) = (ImmutableArray.CreateBuilder<UsageRow>(), ImmutableArray.CreateBuilder<UsageExportProblem>());
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array)
            {
                ReadAll(root, string.Empty, rows, problems);
            }
            else if (Member(root, "data") is { ValueKind: JsonValueKind.Array } data)
            {
                ReadAll(data, "data", rows, problems);
            }
            else
            {
                throw new FormatException("The export has no array 'data' of buckets. Give the answer of a usage or cost endpoint, or an array of such answers.");
            }

            return new UsageExport { Rows = rows.DrainToImmutable(), Problems = problems.DrainToImmutable() };
        }
    }

    /// <summary>Reads pages or buckets.</summary>
    private static void ReadAll(JsonElement list, string path, ImmutableArray<UsageRow>.Builder rows, ImmutableArray<UsageExportProblem>.Builder problems)
    {
        var i = -1;
        foreach (var item in list.EnumerateArray())
        {
            i++;
            var place = $"{path}[{i}]";
            if (Member(item, "data") is { ValueKind: JsonValueKind.Array } data)
            {
                ReadAll(data, $"{place}.data", rows, problems);
            }
            else if ((Member(item, "results") ?? Member(item, "result")) is { ValueKind: JsonValueKind.Array } results)
            {
                ReadBucket(item, results, place, rows, problems);
            }
            else
            {
                problems.Add(new UsageExportProblem(place, "is neither a page with 'data' nor a bucket with 'results'. Remove it if it is no part of the export."));
            }
        }
    }

    private static void ReadBucket(JsonElement bucket, JsonElement results, string path, ImmutableArray<UsageRow>.Builder rows, ImmutableArray<UsageExportProblem>.Builder problems)
    {
        var day = Member(bucket, "start_time") is { ValueKind: JsonValueKind.Number } start && start.TryGetInt64(out var seconds) && seconds is > 0 and < 100_000_000_000 ? UsageNumbers.OfSeconds(seconds)
            : Member(bucket, "starting_at") is { ValueKind: JsonValueKind.String } instant ? UsageNumbers.Day(instant.GetString()!)
            : null;
        var i = -1;
        foreach (var result in results.EnumerateArray())
        {
            i++;
            var place = $"{path}.results[{i}]";
            try
            {
                rows.Add(Row(result, day ?? throw new FormatException("the bucket has no 'start_time' in seconds and no 'starting_at'. Keep the buckets whole."), place));
            }
            catch (FormatException e)
            {
                problems.Add(new UsageExportProblem(place, e.Message));
            }
        }
    }

    private static UsageRow Row(JsonElement result, DateOnly day, string place)
    {
        if (result.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"is {result.ValueKind}, not an object.");
        }

        var row = new UsageRow { Day = day, Model = Text(result, "model"), Location = place, Identity = string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} {result.GetRawText()}") };
        if (Member(result, "amount") is { } amount)
        {
            return amount.ValueKind == JsonValueKind.Object
                ? row with { Provider = "openai", Model = row.Model ?? ModelOf(Text(result, "line_item")), CostUsd = Amount(Member(amount, "value"), "amount.value", Text(amount, "currency")) }
                : row with { Provider = "anthropic", CostUsd = Amount(amount, "amount", Text(result, "currency")) / 100 };
        }

        if (Member(result, "uncached_input_tokens") is not null)
        {
            var writes = Member(result, "cache_creation");
            var (cached, write, write1h) = (Count(result, "cache_read_input_tokens") ?? 0, Count(writes, "ephemeral_5m_input_tokens") ?? 0, Count(writes, "ephemeral_1h_input_tokens") ?? 0);
            var usage = new Usage
            {
                InputTokens = Count(result, "uncached_input_tokens") + cached + write + write1h,
                OutputTokens = Count(result, "output_tokens"),
                CachedInputTokens = cached,
                CacheWriteTokens = write,
                CacheWrite1hTokens = write1h,
            };
            return row with { Provider = "anthropic", Usage = usage };
        }

        return Member(result, "input_tokens") is null && Member(result, "output_tokens") is null
            ? throw new FormatException("has neither tokens nor an amount. Ask for usage/completions, usage/embeddings, costs, usage_report/messages or cost_report.")
            : row with
            {
                Provider = "openai",
                Requests = Count(result, "num_model_requests"),
                Usage = new Usage
                {
                    InputTokens = Count(result, "input_tokens"),
                    OutputTokens = Count(result, "output_tokens") ?? 0,
                    CachedInputTokens = Count(result, "input_cached_tokens"),
                    CacheWriteTokens = Count(result, "input_cache_write_tokens"),
                },
            };
    }

    /// <summary>OpenAI's line items read <c>gpt-4o-2024-08-06, input</c>.</summary>
    private static string? ModelOf(string? lineItem) => lineItem?.Split(',')[0].Trim() is { Length: > 0 } model ? model : null;

    private static decimal Amount(JsonElement? json, string name, string? currency)
    {
        if (currency is not null && !currency.Equals("USD", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException($"'{name}' is in {currency}. Amounts are compared in USD; convert it.");
        }

        return json switch
        {
            { ValueKind: JsonValueKind.Number } number when UsageNumbers.Amount(number.GetRawText(), isDecimalComma: false) is { } value => value,
            { ValueKind: JsonValueKind.String } text when UsageNumbers.Amount(text.GetString()!, isDecimalComma: false) is { } value => value,
            _ => throw new FormatException($"'{name}' is not an amount."),
        };
    }

    private static long? Count(JsonElement? json, string name) => json is { } parent && Member(parent, name) is { } member
        ? member.ValueKind == JsonValueKind.Number && UsageNumbers.Count(member.GetRawText(), isDecimalComma: false) is { } count
            ? count
            : throw new FormatException($"'{name}' is {member.GetRawText()}, not a whole number of 0 or more.")
        : null;

    private static string? Text(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    /// <summary>A member that is there and not null.</summary>
    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}
