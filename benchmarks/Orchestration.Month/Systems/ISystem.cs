using Orchestration.Month.Workload;

namespace Orchestration.Month.Systems;

/// <summary>A way for an application to get its answers.</summary>
internal interface ISystem
{
    /// <summary>How long a user waits for the whole answer before it counts as failed.</summary>
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    string Name { get; }

    Task AnswerAsync(Request request, Shown shown);
}
