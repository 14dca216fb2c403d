using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Core.Tests.Audit;

/// <summary>Records for tests that do not care what they say.</summary>
internal static class AuditRecords
{
    public static AuditRecord New(string tenant = "acme", string text = "") =>
        AuditRecord.Create(
            Guid.CreateVersion7(),
            tenant,
            new RunId(Guid.CreateVersion7()),
            "step",
            attempt: 1,
            new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            new EffectRecord { Error = text });

    public static async Task<IReadOnlyList<AuditRecord>> AppendNewAsync(this IAuditLog log, int count, string tenant = "acme")
    {
        var records = Enumerable.Range(0, count).Select(i => New(tenant, $"{i}")).ToList();
        foreach (var record in records)
        {
            await log.AppendAsync(record, TestContext.Current.CancellationToken);
        }

        return records;
    }

    public static async Task<IReadOnlyList<AuditRecord>> AllAsync(this IAuditLog log) =>
        await log.ReadAsync(new AuditQuery(), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    public static async Task<IReadOnlyList<SealRecord>> SealsAsync(this IAuditLog log) =>
        [.. (await log.AllAsync()).Where(record => record.Kind == AuditKind.Seal).Select(record => (SealRecord)record.Body)];
}
