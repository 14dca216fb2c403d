namespace Orchestration.Month.Workload;

/// <summary>How hard a request is in truth. No system is told; a classifier may guess it from the words.</summary>
internal enum Difficulty
{
    Simple,
    Moderate,
    Complex,
}
