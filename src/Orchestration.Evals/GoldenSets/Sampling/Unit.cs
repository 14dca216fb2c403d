using System.Security.Cryptography;
using System.Text;
using Orchestration.Models;

namespace Orchestration.Evals.GoldenSets.Sampling;

/// <summary>What becomes a case: a run, or a step of it. In the order of its hash, which has to do with nothing else: the lowest are a fair sample, and always the same one.</summary>
internal sealed record Unit(RunId Run, string? Step) 
{
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Run} {Step}")));

    public static IComparer<Unit> ByHash { get; } = Comparer<Unit>.Create(static (one, other) => string.CompareOrdinal(one.Hash, other.Hash));
}
