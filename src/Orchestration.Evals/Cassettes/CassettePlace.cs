namespace Orchestration.Evals.Cassettes;

/// <summary>Says that cassettes stand before the application's models.</summary>
internal sealed class CassettePlace;
