namespace Orchestration.Evals.Running;

/// <summary>A folder that results are being written to: new ones, or what is missing of those that are there.</summary>
internal sealed class ResultsFolder : IDisposable
{
    private readonly string _folder;
    private readonly ResultsWriter _writer;
    private readonly HashSet<(string Case, string Variant, int Repeat)> _done;

    private ResultsFolder(string folder, EvalManifest manifest, HashSet<(string Case, string Variant, int Repeat)> done, Spending earlier, DateTimeOffset? endedBefore) =>
        (_folder, Manifest, _done, Earlier, EndedBefore, _writer) = (folder, manifest, done, earlier, endedBefore, new ResultsWriter(folder));

    /// <summary>The manifest as it was written last.</summary>
    public EvalManifest Manifest { get; private set; }

    /// <summary>What runs of earlier sessions have spent, those included that are run anew.</summary>
    public Spending Earlier { get; }

    /// <summary>When an earlier session came to the end; <see langword="null"/> if none did.</summary>
    public DateTimeOffset? EndedBefore { get; }

    /// <summary>Prepares a folder.</summary>
    /// <exception cref="InvalidOperationException">It holds the results of another evaluation.</exception>
    /// <exception cref="FormatException">It holds results that cannot be read.</exception>
    public static async Task<ResultsFolder> PrepareAsync(EvalPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (folder, manifest) = (plan.Options.Folder, plan.Manifest(now));
        Directory.CreateDirectory(folder);
        var done = new HashSet<(string, string, int)>();
        var (kept, discarded, ended) = (default(Spending), default(Spending), default(DateTimeOffset?));
        if (await Manifests.ReadAsync(folder, cancellationToken).ConfigureAwait(false) is { } there)
        {
            manifest = TakeUp(folder, there, manifest, plan);
            ended = there.Ended;
            await foreach (var result in ResultsFile.ReadAsync(folder, cancellationToken).ConfigureAwait(false))
            {
                if (plan.RunsAnew(result))
                {
                    discarded += SpendingOf(result);
                }
                else
                {
                    kept += SpendingOf(result);
                    done.Add((result.Case, result.Variant, result.Repeat));
                }
            }

            // Written first: a crash in between may count a few cents twice, but forgets none.
            kept += new Spending(there.DiscardedUsd, 0);
            manifest = manifest with { DiscardedUsd = there.DiscardedUsd + discarded.Usd };
        }

        manifest = manifest with { SpentUsd = (kept + discarded).Usd };
        await Manifests.WriteAsync(folder, manifest, cancellationToken).ConfigureAwait(false);
        await ResultsWriter.RewriteAsync(folder, result => !plan.RunsAnew(result), cancellationToken).ConfigureAwait(false);
        return new ResultsFolder(folder, manifest, done, kept + discarded, ended);
    }

    /// <summary>Which runs of a folder are done; empty when it holds nothing of this evaluation. Changes nothing.</summary>
    public static async Task<HashSet<(string Case, string Variant, int Repeat)>> DoneAsync(EvalPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var folder = plan.Options.Folder;
        if (await Manifests.ReadAsync(folder, cancellationToken).ConfigureAwait(false) is not { } there)
        {
            return [];
        }

        TakeUp(folder, there, plan.Manifest(now), plan);
        return await ResultsFile.ReadAsync(folder, cancellationToken).Where(result => !plan.RunsAnew(result))
            .Select(static result => (result.Case, result.Variant, result.Repeat)).ToHashSetAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    public bool Has(string caseId, string variant, int repeat) => _done.Contains((caseId, variant, repeat));

    public void Append(CaseResult result) => _writer.Append(result);

    /// <summary>How many of the plan's runs are done.</summary>
    public int CountDone(EvalPlan plan) => _done.Count(done => plan.Covers(done.Case, done.Variant, done.Repeat));

    public async Task WriteAsync(EvalManifest manifest)
    {
        Manifest = manifest;
        await Manifests.WriteAsync(_folder, manifest, CancellationToken.None).ConfigureAwait(false);
    }

    public void Dispose() => _writer.Dispose();

    private static EvalManifest TakeUp(string folder, EvalManifest there, EvalManifest now, EvalPlan plan)
    {
        var difference = Manifests.Difference(there, now) ?? (there.Shard == now.Shard ? null : $"it is shard {there.Shard ?? "1/1"}, and this is {now.Shard ?? "1/1"}");
        var repeats = Math.Max(there.Repeats, plan.Options.FirstRepeat - 1 + plan.Repeats);
        var first = there.Repeats - there.AddedRepeats;
        return difference is null
            ? now with { Started = there.Started, Repeats = repeats, AddedRepeats = plan.Options.FirstRepeat > first ? repeats - first : there.AddedRepeats }
            : throw new InvalidOperationException($"'{folder}' holds results of another evaluation: {difference}. Give another folder, or delete this one.");
    }

    private static Spending SpendingOf(CaseResult result) =>
        new(result.SpentUsd, result.SpentUsd > 0 ? (result.Run.Usage.InputTokens ?? 0) + (result.Run.Usage.OutputTokens ?? 0) : 0);
}
