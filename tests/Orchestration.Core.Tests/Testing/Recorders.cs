using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Caching;
using Orchestration.DependencyInjection;
using Orchestration.Limits;
using Orchestration.Models;
using Orchestration.Routing;
using Orchestration.Routing.Health;

namespace Orchestration.Core.Tests.Testing;

/// <summary>A runtime whose seams write down, in one list, what passes them. Behind each stands its default.</summary>
internal sealed class Recorder
{
    private readonly ConcurrentQueue<string> _entries = new();

    public IReadOnlyList<string> Entries => [.. _entries];

    public void Note(string entry) => _entries.Enqueue(entry);

    public void Clear() => _entries.Clear();

    public TestRuntime RuntimeFor(IChatClient client, Action<IOrchestrationBuilder>? configure = null) => RuntimeFor(builder =>
    {
        builder.AddModel("model", new Client(client, this), TestRuntime.OneDollarAMillion);
        configure?.Invoke(builder);
    });

    public TestRuntime RuntimeFor(Action<IOrchestrationBuilder> configure) => new(builder =>
    {
        builder.UseAuditLog(_ => new Log(this))
            .UseResponseCache(provider => new Cache(new InMemoryResponseCache(provider.GetRequiredService<TimeProvider>()), this))
            .UseBudgetLedger(provider => new Ledger(new InMemoryBudgetLedger(provider.GetRequiredService<TimeProvider>()), this))
            .UseCallLimiter(_ => new Limiter(this))
            .UseEndpointHealth(provider => new Health(new CircuitBreakerHealth(provider.GetRequiredService<TimeProvider>()), this));
        configure(builder);
    });

    private sealed class Client(IChatClient inner, Recorder recorder) : DelegatingChatClient(inner)
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            recorder.Note("provider");
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                yield return update;
            }
        }
    }

    private sealed class Log(Recorder recorder) : IAuditLog
    {
        private readonly InMemoryAuditLog _inner = new();

        public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default)
        {
            recorder.Note($"audit {record.Kind}");
            return _inner.AppendAsync(record, cancellationToken);
        }

        public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default) => _inner.ReadAsync(query, cancellationToken);

        public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default) => _inner.VerifyAsync(cancellationToken);
    }

    private sealed class Cache(InMemoryResponseCache inner, Recorder recorder) : IResponseCache
    {
        public async ValueTask<CachedResponse?> GetAsync(string key, CancellationToken cancellationToken = default)
        {
            var found = await inner.GetAsync(key, cancellationToken);
            recorder.Note(found is null ? "cache misses" : "cache hits");
            return found;
        }

        public ValueTask SetAsync(string key, CachedResponse entry, CancellationToken cancellationToken = default)
        {
            recorder.Note("cache takes");
            return inner.SetAsync(key, entry, cancellationToken);
        }
    }

    private sealed class Ledger(InMemoryBudgetLedger inner, Recorder recorder) : IBudgetLedger
    {
        public async ValueTask<ReserveResult> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken)
        {
            var result = await inner.ReserveAsync(request, cancellationToken);
            recorder.Note(result.IsReserved ? "reserved" : "refused");
            return result;
        }

        public ValueTask SettleAsync(BudgetReservation reservation, decimal? actualUsd, long? actualTokens, CancellationToken cancellationToken)
        {
            recorder.Note(FormattableString.Invariant($"settled {actualUsd:0.######} USD, {actualTokens} tokens"));
            return inner.SettleAsync(reservation, actualUsd, actualTokens, cancellationToken);
        }

        public ValueTask ReleaseAsync(BudgetReservation reservation, CancellationToken cancellationToken)
        {
            recorder.Note("released");
            return inner.ReleaseAsync(reservation, cancellationToken);
        }

        public ValueTask<BudgetBalance> GetBalanceAsync(string account, CancellationToken cancellationToken) => inner.GetBalanceAsync(account, cancellationToken);

        public ValueTask CloseAsync(string account, CancellationToken cancellationToken)
        {
            recorder.Note($"closed {account.Split('/')[0]}");
            return inner.CloseAsync(account, cancellationToken);
        }
    }

    private sealed class Limiter(Recorder recorder) : ICallLimiter
    {
        public ValueTask<CallLease> AcquireAsync(string model, ModelProfile profile, long estimatedTokens, TimeSpan maxWait, CancellationToken cancellationToken)
        {
            recorder.Note("limits");
            return ValueTask.FromResult<CallLease>(new Lease(recorder));
        }

        private sealed class Lease(Recorder recorder) : CallLease
        {
            public override ValueTask ReleaseAsync(long? actualTokens)
            {
                recorder.Note($"limits told {actualTokens?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"}");
                return ValueTask.CompletedTask;
            }
        }
    }

    private sealed class Health(CircuitBreakerHealth inner, Recorder recorder) : IEndpointHealth
    {
        public bool TryEnter(string endpoint, bool asLastResort, out TimeSpan retryAfter)
        {
            var entered = inner.TryEnter(endpoint, asLastResort, out retryAfter);
            recorder.Note(entered ? "circuit closed" : "circuit open");
            return entered;
        }

        public void Report(string endpoint, in RequestEnd end)
        {
            recorder.Note($"circuit told {end.Failure?.ToString() ?? "success"}");
            inner.Report(endpoint, end);
        }
    }
}
