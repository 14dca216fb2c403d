using Orchestration.DependencyInjection;

namespace Extraction.Models;

/// <summary>A model that takes part.</summary>
/// <param name="Name">By which it is registered.</param>
/// <param name="About">What it is, for people.</param>
/// <param name="AddTo">Registers it.</param>
internal sealed record Model(string Name, string About, Action<IOrchestrationBuilder> AddTo);
