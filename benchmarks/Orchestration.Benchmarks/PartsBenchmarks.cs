using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Limits;
using Orchestration.Models;
using Orchestration.Prompts;

namespace Orchestration.Benchmarks;

/// <summary>The parts that a call spends its time in, one by one.</summary>
public class PartsBenchmarks
{
    private const int Long = 20_000;

    private readonly string _english = Texts.English(Long);
    private readonly string _decomposed = Texts.Decomposed(Long);
    private readonly string _chinese = Texts.Chinese(Long);
    private readonly List<ChatMessage> _messages = Prompt.Text(Texts.English(2_048)).ToChatMessages();
    private readonly ChatOptions _options = new();
    private readonly TokenCalibration _calibration = new(TokenFamily.O200k);
    private readonly InMemoryBudgetLedger _ledger = new(TimeProvider.System);
    private readonly RunId _run = new(Guid.CreateVersion7());
    private readonly DateTimeOffset _time = TimeProvider.System.GetUtcNow();

    private readonly BudgetRequest _request = new()
    {
        Claims = [new BudgetClaim("step/1", 1_000_000m, null), new BudgetClaim("run/1", 1_000_000m, null)],
        Usd = 0.01m,
        Tokens = 1_500,
    };

    private readonly AttemptEndedRecord _ended = new()
    {
        Model = "model",
        RequestHash = new string('0', 64),
        Completion = new Completion
        {
            Text = Texts.English(1_000),
            Chunks = [.. Enumerable.Range(0, 50).Select(static i => new Chunk(20, TimeSpan.FromMilliseconds(i)))],
            FinishReason = "stop",
            Usage = new Usage { InputTokens = 500, OutputTokens = 250 },
        },
        RawUsage = new JsonBytes("""{"inputTokenCount":500,"outputTokenCount":250}"""u8.ToArray()),
        EstimatedUsage = new Usage { InputTokens = 520, OutputTokens = 260 },
        Price = Runtime.Profile.Price,
        CostUsd = 0.0015m,
        TimeToFirstToken = TimeSpan.FromMilliseconds(200),
        Duration = TimeSpan.FromMilliseconds(900),
    };

    [Benchmark]
    public string NormalizeEnglish() => PromptNormalizer.Normalize(_english);

    [Benchmark]
    public string NormalizeDecomposed() => PromptNormalizer.Normalize(_decomposed);

    [Benchmark]
    public string NormalizeChinese() => PromptNormalizer.Normalize(_chinese);

    [Benchmark]
    public string CanonicalRequestOf2KB()
    {
        using var request = CanonicalRequest.Of(_messages, _options);
        return request.Hash;
    }

    [Benchmark]
    public long TokenEstimateOf2KB() => TokenEstimate.OfRequest(_messages, _options);

    [Benchmark]
    public long TokenEstimateOfChunk() => TokenEstimate.OfText(" of the square");

    [Benchmark]
    public long CalibratedEstimateOf2KB() => _calibration.Estimate(RequestProfile.Of(_messages, _options));

    [Benchmark]
    public int TextProfileOfEnglish() => TextProfile.Of(_english)[TextClass.Word];

    [Benchmark]
    public int TextProfileOfChinese() => TextProfile.Of(_chinese)[TextClass.Han];

    [Benchmark]
    public AuditRecord RecordOfAttemptEnded() => AuditRecord.Create(Guid.CreateVersion7(), "acme", _run, "draft", 1, _time, _ended);

    [Benchmark]
    public async Task ReserveAndSettle()
    {
        var reserved = await _ledger.ReserveAsync(_request, CancellationToken.None);
        await _ledger.SettleAsync(reserved.Reservation!, 0m, 0, CancellationToken.None);
    }
}
