using System.Collections.Immutable;
using Orchestration.Evals.Cassettes;
using Orchestration.Evals.Running;
using Orchestration.Policies;

namespace Orchestration.Cli.Evals;

/// <summary>What <c>eval run</c> was told.</summary>
internal sealed record RunSettings
{
    /// <summary>The folder that the evals' paths start from.</summary>
    public required string Root { get; init; }

    /// <summary>What was typed, to be typed again with <c>--resume</c>.</summary>
    public required string CommandLine { get; init; }

    public required ReportTargets Reports { get; init; }

    public string? Filter { get; init; }

    public int? Repeats { get; init; }

    public (int Index, int Count)? Shard { get; init; }

    public CassetteMode Cassette { get; init; }

    public decimal? BudgetUsd { get; init; }

    public int? MaxConcurrency { get; init; }

    public ImmutableArray<string> Models { get; init; } = [];

    public ImmutableArray<int> Versions { get; init; } = [];

    /// <summary>A golden set in the place of the eval's.</summary>
    public string? GoldenSet { get; init; }

    /// <summary>Where results go; of several evals, a folder each in it.</summary>
    public string? Out { get; init; }

    public bool Resumes { get; init; }

    /// <summary>Whether a drop is measured again before it is believed.</summary>
    public bool Confirms { get; init; } = true;

    public bool IsDryRun { get; init; }

    public bool ShowsAll { get; init; }

    public bool IsJson { get; init; }

    public string? QualityFile { get; init; }

    public string? Revision { get; init; }

    public string Tenant { get; init; } = string.Empty;

    /// <summary>An eval under these settings.</summary>
    public Eval Of(Eval eval) => eval with
    {
        GoldenSet = GoldenSet ?? eval.GoldenSet,
        Budget = BudgetUsd is { } usd ? (eval.Budget ?? new Budget()) with { MaxUsd = usd } : eval.Budget,
    };

    /// <summary>How it is run: as was told, or, where results are taken up, as they were begun.</summary>
    /// <param name="eval">The eval.</param>
    /// <param name="folder">Where the results go.</param>
    /// <param name="begun">The results that are taken up; <see langword="null"/> for new ones.</param>
    /// <param name="newest">The newest version of the eval's graph.</param>
    public EvalOptions OptionsOf(Eval eval, string folder, EvalManifest? begun, int newest) => new()
    {
        Root = Root,
        Folder = folder,
        Variants = begun is not null && Models.IsEmpty && Versions.IsEmpty ? [.. begun.Variants.Select(static variant => variant.Variant)] : VariantsOf(eval, newest),
        Repeats = Repeats ?? begun?.Repeats,
        Filter = Filter ?? begun?.Filter,
        Shard = Shard ?? ShardArgument.Read(begun?.Shard),
        Cassette = Cassette,
        MaxConcurrency = MaxConcurrency,
        Tenant = Tenant,
        Revision = Revision ?? begun?.Revision,
    };

    private ImmutableArray<EvalVariant> VariantsOf(Eval eval, int newest) => Models.IsEmpty && Versions.IsEmpty
        ? []
        : [.. from version in Versions.IsEmpty ? [newest] : Versions
              from model in Models.IsEmpty ? [null] : Models.Select(static model => (string?)model)
              select new EvalVariant(eval.Graph, version, model)];
}
