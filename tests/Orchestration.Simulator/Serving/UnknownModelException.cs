using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Serving;

/// <summary>A request for a model that the script does not have.</summary>
internal sealed class UnknownModelException(Asked asked) : Exception($"There is no model '{asked.Model}' in the script.")
{
    public Asked Asked { get; } = asked;
}
