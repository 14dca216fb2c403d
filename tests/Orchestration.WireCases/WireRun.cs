using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestration.WireCases.Protocols;

namespace Orchestration.WireCases;

/// <summary>A case and what is wrong with it; nothing = it passed.</summary>
internal sealed record CaseResult(WireCase Case, IReadOnlyList<string> Differences);

/// <summary>Runs cases through the adapters and says what came of it.</summary>
internal static class WireRun
{
    /// <returns>The exit code: 0, or 1 if a case fails that is not listed as known, or there are none.</returns>
    public static async Task<int> RunAsync(string folder, KnownFailures known, TextWriter output, string? only = null)
    {
        var cases = WireCase.Load(folder).Where(@case => only is null || $"{@case.Provider}/{@case.Id}".Contains(only, StringComparison.Ordinal)).ToList();
        if (cases.Count == 0)
        {
            await output.WriteLineAsync($"There are no cases in {folder}. A case is a .json file with a request, a response and what to expect.");
            return 1;
        }

        var results = await RunAsync(cases);
        foreach (var provider in results.GroupBy(static result => result.Case.Provider))
        {
            await output.WriteLineAsync($"{provider.Key} {provider.Count(static result => result.Differences.Count == 0)}/{provider.Count()}");
        }

        var failed = 0;
        foreach (var result in results.Where(static result => result.Differences.Count > 0))
        {
            var reason = known.ReasonFor(result.Case.Id);
            failed += reason is null ? 1 : 0;
            await output.WriteLineAsync($"\n{result.Case.Provider}/{result.Case.Id}{(reason is null ? string.Empty : $" (known: {reason})")}");
            foreach (var difference in result.Differences)
            {
                await output.WriteLineAsync($"  {difference}");
            }
        }

        return failed == 0 ? 0 : 1;
    }

    public static async Task<IReadOnlyList<CaseResult>> RunAsync(IReadOnlyList<WireCase> cases)
    {
        await using var server = await RecordedServer.StartAsync();
        var results = new CaseResult[cases.Count];
        await Parallel.ForAsync(0, cases.Count, async (i, _) => results[i] = new CaseResult(cases[i], await RunAsync(cases[i], server)));
        return results;
    }

    private static async Task<IReadOnlyList<string>> RunAsync(WireCase @case, RecordedServer server)
    {
        if (AllProtocols.List.FirstOrDefault(protocol => protocol.Owns(@case)) is not { } protocol)
        {
            return [$"no adapter speaks '{@case.Api}'"];
        }

        var differences = new List<string>();
        foreach (var pieces in Enum.GetValues<Pieces>())
        {
            if (differences.Count == 0 && pieces.AppliesTo(@case.Response))
            {
                try
                {
                    using var http = server.ClientFor(@case, pieces);
                    var outcome = await protocol.RunAsync(@case, http, server.Address);
                    differences.AddRange(Comparison.Differences(protocol.Expected(@case), outcome).Select(difference => pieces == Pieces.Whole ? difference : $"({pieces}) {difference}"));
                    if (pieces == Pieces.Whole && @case.Request is { } recorded)
                    {
                        differences.AddRange(RequestDifferences(protocol, @case, recorded, server.SentFor(@case, pieces)).Select(static difference => $"request {difference}"));
                    }
                }
#pragma warning disable CA1031 // One case that breaks its adapter or its reader must not hide the others.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    differences.Add($"({pieces}) {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault(static line => line.Contains("Orchestration", StringComparison.Ordinal))?.Trim()}");
                }
            }
        }

        return differences;
    }

    private static IEnumerable<string> RequestDifferences(Protocol protocol, WireCase @case, JsonElement recorded, SentRequest? sent)
    {
        if (sent is null)
        {
            return ["was not sent"];
        }

        var (left, right) = (JsonNode.Parse(recorded.GetRawText())!.AsObject(), JsonNode.Parse(sent.Body)!.AsObject());
        protocol.Normalize(left, @case);
        protocol.Normalize(right, @case);
        return [.. Comparison.Differences(left, right), .. protocol.RequestDifferences(@case, sent)];
    }
}
