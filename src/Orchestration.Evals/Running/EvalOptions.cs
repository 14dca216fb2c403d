using System.Collections.Immutable;
using Orchestration.Evals.Cassettes;
using Orchestration.Policies;

namespace Orchestration.Evals.Running;

/// <summary>What holds for one evaluation, over what its <see cref="Eval"/> says.</summary>
public sealed record EvalOptions
{
    /// <summary>The folder that relative paths of the eval start from.</summary>
    /// <value>The current folder by default.</value>
    public string Root { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Where the results go. A folder that holds results of the same evaluation, not finished, is taken up again: what is there is not run anew.</summary>
    public required string Folder { get; init; }

    /// <summary>The variants; the first is the one that is gated.</summary>
    /// <value>Empty, the default, means the eval's graph in its newest version.</value>
    public ImmutableArray<EvalVariant> Variants { get; init; } = [];

    /// <inheritdoc cref="Eval.Repeats"/>
    public int? Repeats { get; init; }

    /// <summary>The first repeat; later ones than those that are there, for a confirm stage.</summary>
    /// <value>1 by default.</value>
    public int FirstRepeat { get; init; } = 1;

    /// <summary>Which cases: ids and tags with <c>*</c>, such as <c>tag:short</c>, <c>id:whale-*</c>, <c>critical</c>; separated by spaces, all must hold; <c>!</c> before one negates it.</summary>
    /// <value><see langword="null"/>, the default, means all.</value>
    public string? Filter { get; init; }

    /// <summary>Which part of the cases, so that several machines share them: (1, 4) is the first of four. Cases are dealt by the hash of their id.</summary>
    public (int Index, int Count)? Shard { get; init; }

    /// <inheritdoc cref="CassetteMode"/>
    public CassetteMode Cassette { get; init; }

    /// <inheritdoc cref="Eval.MaxConcurrency"/>
    public int? MaxConcurrency { get; init; }

    /// <inheritdoc cref="Eval.RunsPerMinute"/>
    public int? RunsPerMinute { get; init; }

    /// <inheritdoc cref="Eval.Budget"/>
    public Budget? Budget { get; init; }

    /// <summary>Who pays.</summary>
    /// <value>Empty by default: an application without tenants.</value>
    public string Tenant { get; init; } = string.Empty;

    /// <inheritdoc cref="EvalManifest.Revision"/>
    public string? Revision { get; init; }
}
