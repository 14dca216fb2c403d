using Orchestration.WireCases;

namespace Orchestration.Providers.Tests.WireCases;

public sealed class RecordedTrafficTests
{
    public static TheoryData<string> Providers => [.. RecordedCases.Providers];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Recorded_traffic_is_sent_and_read_as_it_was_recorded(string provider)
    {
        var known = KnownFailures.Load();

        var results = await WireRun.RunAsync(RecordedCases.Of(provider));

        var unexpected = results.Where(result => result.Differences.Count > 0 && known.ReasonFor(result.Case.Id) is null)
            .Select(static result => $"{result.Case.Id}\n  {string.Join("\n  ", result.Differences)}")
            .ToList();
        Assert.NotEmpty(results);
        Assert.True(unexpected.Count == 0, $"{unexpected.Count} of {results.Count} cases differ:\n{string.Join('\n', unexpected)}");
    }
}
